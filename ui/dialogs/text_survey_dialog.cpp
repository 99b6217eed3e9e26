// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/text_survey_dialog.h"

#include "ui/dialogs/confirmation.h"
#include "ui/dialogs/right_guard.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/table_setup.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QGuiApplication>

namespace busheng {
namespace {

constexpr QSize kSize(980, 560);
constexpr int kDetailLines = 9;

} // namespace

TextSurveyDialog::TextSurveyDialog(EngineClient& client, const SubscriptionConfig& subscription, QWidget* parent)
    : EngineDialog(client, parent), m_subscription(subscription), m_table(new QTableView),
      m_details(new QPlainTextEdit), m_summary(new QLabel), m_all(new QCheckBox), m_look(nullptr), m_copy(nullptr),
      m_widen(nullptr)
{
    build();
    resize(kSize);
    look();
}

void TextSurveyDialog::build()
{
    setWindowTitle(tr("Texts of %1").arg(displayText(m_subscription.dataset)));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    m_summary->setTextFormat(Qt::PlainText);
    setUpTable(*m_table, m_model);
    m_table->setSortingEnabled(false); // in the order of the tables
    setColumnWidths(*m_table, {{TextColumnModel::Name, 18},
                               {TextColumnModel::SourceType, 19},
                               {TextColumnModel::Texts, 9},
                               {TextColumnModel::LongestCharacters, 12},
                               {TextColumnModel::LongestBytes, 13},
                               {TextColumnModel::TargetType, 19},
                               {TextColumnModel::Room, 15}});
    m_table->setAccessibleName(tr("Columns"));
    m_details->setReadOnly(true);
    m_details->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_details->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_details->setFixedHeight(kDetailLines * fontMetrics().lineSpacing());
    m_details->setPlaceholderText(tr("What was found, and the statements that widen the target, appear here."));
    m_details->setAccessibleName(tr("Findings and statements"));
    m_all->setText(tr("Every row, not the first 100,000 of each table"));
    auto* buttons = new QDialogButtonBox;
    m_look = buttons->addButton(tr("Look again"), QDialogButtonBox::ActionRole);
    m_copy = buttons->addButton(tr("Copy the SQL"), QDialogButtonBox::ActionRole);
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setEnabled(false);
    m_widen = buttons->addButton(tr("Widen the columns…"), QDialogButtonBox::ActionRole);
    m_widen->setEnabled(false);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    layout->addWidget(m_summary);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_details);
    layout->addWidget(m_all);
    layout->addWidget(buttons);
    setBody(body);
    needRight(client(), *m_widen, QStringLiteral("widenColumns"));
    connect(m_look, &QPushButton::clicked, this, &TextSurveyDialog::look);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_sql.join(QStringLiteral(";\n")) + u';'); });
    connect(m_widen, &QPushButton::clicked, this, &TextSurveyDialog::askToWiden);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void TextSurveyDialog::look()
{
    if (isWaiting())
        return;
    beginWaiting();
    m_summary->setText(tr("Reading texts at the source…"));
    client().request<TextSurvey>(
        this,
        [subscription = m_subscription, rows = m_all->isChecked() ? 0 : kTextRows](EngineApi& engine,
                                                                                   Reply<TextSurvey> reply) {
            engine.texts().survey(subscription, rows, std::move(reply));
        },
        [this](const Result<TextSurvey>& survey) {
            endWaiting(survey ? std::optional<Error>() : survey.error());
            if (survey)
                return show(*survey);
            m_summary->setText(tr("It could not be looked at"));
            show({});
        });
}

void TextSurveyDialog::show(const TextSurvey& survey)
{
    const auto questionable =
        std::ranges::count_if(survey.columns, [](const TextColumn& column) { return !column.problems.isEmpty(); });
    m_sql = survey.sql();
    if (!survey.dataset.isEmpty())
        m_summary->setText(questionable == 0
                               ? tr("Every text that was read fits")
                               : tr("Columns that need a look: %1").arg(Words::count(quint64(questionable))));
    m_model.setRows(survey.columns);
    m_copy->setEnabled(!m_sql.isEmpty());
    m_widen->setEnabled(!m_sql.isEmpty());
    showDetails();
}

void TextSurveyDialog::showDetails()
{
    QStringList lines;
    for (const TextColumn& column : m_model.rows()) {
        const QString details = TextColumnModel::details(column);
        if (!details.isEmpty())
            lines.append(details);
    }
    for (const QString& statement : m_sql)
        lines.append(QString(displayText(statement) + u';'));
    m_details->setPlainText(lines.join(u'\n'));
}

void TextSurveyDialog::askToWiden()
{
    confirm(this,
            {windowTitle(), tr("Run these statements at \"%1\"?").arg(displayText(m_subscription.target)),
             tr("The tables are rewritten and locked as long as that takes. Values stay as they are."), tr("Run")},
            [this] { widen(); });
}

void TextSurveyDialog::widen()
{
    if (isWaiting())
        return;
    beginWaiting();
    client().request<QStringList>(
        this,
        [target = m_subscription.target, sql = m_sql](EngineApi& engine, Reply<QStringList> reply) {
            engine.texts().widen(target, sql, std::move(reply));
        },
        [this](const Result<QStringList>& run) {
            endWaiting(run ? std::optional<Error>() : run.error());
            if (run)
                look();
        });
}

} // namespace busheng
