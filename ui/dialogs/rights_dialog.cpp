// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/rights_dialog.h"

#include "ui/dialogs/source_look.h"
#include "ui/text/display_text.h"
#include "ui/widgets/icons.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGuiApplication>
#include <QMessageBox>

namespace busheng {
namespace {

constexpr QSize kSize(760, 540);

} // namespace

RightsDialog::RightsDialog(EngineClient& client, const DatabaseRow& database, QWidget* parent)
    : EngineDialog(client, parent), m_database(database), m_dataset(new QLineEdit), m_tables(new QLineEdit),
      m_makesTables(new QCheckBox), m_user(new QLineEdit), m_sql(new QPlainTextEdit), m_administrator(new QLineEdit),
      m_show(nullptr), m_copy(nullptr), m_run(nullptr)
{
    build();
    resize(kSize);
    updateButtons();
    m_tables->setFocus();
}

void RightsDialog::build()
{
    const bool isSource = m_database.side == DatabaseSide::Source;
    setWindowTitle(tr("Rights at %1").arg(displayText(m_database.config.name)));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_dataset->setText(m_database.usedBy.value(0, m_database.config.name));
    if (isSource)
        form->addRow(tr("Dataset"), m_dataset);
    m_tables->setPlaceholderText(tr("with commas between"));
    form->addRow(tr("Tables"), m_tables);
    if (isSource) {
        m_route = addSourceLook(*form, client(), m_database.config.driver, *m_dataset, *m_tables);
        connect(m_route, &RouteChoice::changed, this, &RightsDialog::forgetSql);
    }
    m_makesTables->setText(tr("Tables that are missing are made by the initial load"));
    m_makesTables->setChecked(true);
    m_makesTables->setVisible(!isSource);
    if (!isSource)
        form->addRow(QString(), m_makesTables);
    m_user->setPlaceholderText(isSource ? tr("the user that reads there") : tr("the user that writes there"));
    form->addRow(tr("User"), m_user);
    m_sql->setReadOnly(true);
    m_sql->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_sql->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_sql->setPlaceholderText(tr("The statements that give the least rights appear here."));
    m_sql->setAccessibleName(tr("Statements"));
    auto* runForm = new QFormLayout;
    m_administrator->setPlaceholderText(tr("a user of the database who may give rights, for example postgres"));
    runForm->addRow(tr("Administrator"), m_administrator);
    auto* buttons = new QDialogButtonBox;
    m_show = buttons->addButton(tr("Show the SQL"), QDialogButtonBox::ActionRole);
    m_show->setDefault(true);
    m_copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_run = buttons->addButton(tr("Run as administrator…"), QDialogButtonBox::ActionRole);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    layout->addLayout(form);
    layout->addWidget(m_sql, 1);
    layout->addLayout(runForm);
    layout->addWidget(buttons);
    setBody(body);
    connect(m_show, &QPushButton::clicked, this, [this] { ask({}); });
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(sql()); });
    connect(m_run, &QPushButton::clicked, this, &RightsDialog::askToRun);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QLineEdit* field : {m_dataset, m_tables, m_user})
        connect(field, &QLineEdit::textChanged, this, &RightsDialog::forgetSql);
    connect(m_makesTables, &QCheckBox::toggled, this, &RightsDialog::forgetSql);
    connect(m_administrator, &QLineEdit::textChanged, this, &RightsDialog::updateButtons);
}

/// What is shown is what would be run.
void RightsDialog::forgetSql()
{
    m_sql->clear();
    updateButtons();
}

void RightsDialog::updateButtons()
{
    const QString hint = m_route != nullptr ? m_route->hint() : QString();
    m_show->setEnabled(hint.isEmpty() && !namesIn(*m_tables).isEmpty() && !m_user->text().trimmed().isEmpty());
    m_show->setToolTip(plainToolTip(hint));
    m_copy->setEnabled(!sql().isEmpty());
    m_run->setEnabled(!sql().isEmpty() && !m_administrator->text().trimmed().isEmpty());
}

void RightsDialog::askToRun()
{
    auto* question = new QMessageBox(this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setIcon(QMessageBox::Question);
    question->setTextFormat(Qt::PlainText);
    question->setWindowTitle(windowTitle());
    question->setText(tr("Run these statements at \"%1\" as %2?")
                          .arg(displayText(m_database.config.name), displayText(m_administrator->text().trimmed())));
    question->setInformativeText(tr("All of them or none. A user that is there already is changed, not made anew."));
    QPushButton* run = question->addButton(tr("Run"), QMessageBox::AcceptRole);
    question->setDefaultButton(question->addButton(tr("Cancel"), QMessageBox::RejectRole));
    connect(run, &QPushButton::clicked, this, [this] { ask(m_administrator->text().trimmed()); });
    question->open();
}

void RightsDialog::ask(const QString& runAs)
{
    if (isWaiting())
        return;
    beginWaiting();
    client().request<QStringList>(
        this,
        [database = m_database,
         dataset =
             m_route != nullptr ? lookedAt(m_database.config.name, *m_dataset, *m_tables, *m_route) : DatasetConfig(),
         tables = namesIn(*m_tables), makes = m_makesTables->isChecked(), user = m_user->text().trimmed(),
         runAs](EngineApi& engine, Reply<QStringList> reply) {
            if (database.side == DatabaseSide::Source)
                engine.settings().sourceRights(dataset, user, runAs, std::move(reply));
            else
                engine.settings().targetRights(database.config.name, tables, user, makes, runAs, std::move(reply));
        },
        [this, wasRun = !runAs.isEmpty()](const Result<QStringList>& statements) {
            endWaiting(statements ? std::optional<Error>() : statements.error());
            if (!statements)
                return;
            m_sql->setPlainText((wasRun ? tr("-- These were run.") + u'\n' : QString()) +
                                statements->join(QStringLiteral(";\n")) + u';');
            updateButtons();
            if (wasRun)
                m_run->setEnabled(false);
        });
}

} // namespace busheng
