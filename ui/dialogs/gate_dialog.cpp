// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/gate_dialog.h"

#include "engine/model/events.h"
#include "ui/client/operator_name.h"
#include "ui/dialogs/right_guard.h"
#include "ui/reports/gate_pdf.h"
#include "ui/text/display_text.h"
#include "ui/text/gate_words.h"
#include "ui/text/reason_text.h"
#include "ui/widgets/theme_colors.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHeaderView>
#include <QSaveFile>

namespace busheng {
namespace {

constexpr QSize kSize(760, 520);

} // namespace

GateDialog::GateDialog(EngineClient& client, const QString& subscription, QWidget* parent)
    : EngineDialog(client, parent), m_subscription(subscription), m_summary(new QLabel), m_rules(new QTreeWidget),
      m_reason(new QLineEdit)
{
    build();
    resize(kSize);
    updateButtons();
    m_reason->setFocus();
    ask([name = m_subscription](EngineApi& engine,
                                Reply<GateReport> reply) { engine.offline().gateReport(name, std::move(reply)); },
        false);
}

void GateDialog::build()
{
    setWindowTitle(tr("Quality gate of %1").arg(displayText(m_subscription)));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_rules->setColumnCount(2);
    m_rules->setHeaderLabels({tr("Rule"), tr("Found")});
    m_rules->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_rules->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_rules->header()->setStretchLastSection(false);
    m_rules->setAccessibleName(tr("Rules"));
    m_rules->setUniformRowHeights(true);
    m_reason->setPlaceholderText(tr("for example: checked against the register; one row is mended at the source"));
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Why"), m_reason);
    auto* buttons = new QDialogButtonBox;
    m_sign = buttons->addButton(tr("Sign"), QDialogButtonBox::ActionRole);
    m_reject = buttons->addButton(tr("Reject"), QDialogButtonBox::ActionRole);
    m_again = buttons->addButton(tr("Check again"), QDialogButtonBox::ActionRole);
    m_save = buttons->addButton(tr("Save report…"), QDialogButtonBox::ActionRole);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    layout->addWidget(m_summary);
    layout->addWidget(m_rules, 1);
    layout->addLayout(form);
    layout->addWidget(buttons);
    setBody(body);
    connect(m_sign, &QPushButton::clicked, this, [this] { decide(true); });
    connect(m_reject, &QPushButton::clicked, this, [this] { decide(false); });
    connect(m_again, &QPushButton::clicked, this, [this] {
        ask([name = m_subscription](EngineApi& engine,
                                    Reply<GateReport> reply) { engine.offline().askGateAgain(name, std::move(reply)); },
            false);
    });
    connect(m_save, &QPushButton::clicked, this, &GateDialog::chooseFile);
    connect(m_reason, &QLineEdit::textChanged, this, &GateDialog::updateButtons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    needRights(client(), {{m_sign, "decideGate"}, {m_reject, "decideGate"}, {m_again, "askGateAgain"}});
}

void GateDialog::ask(const Call& call, bool closes)
{
    if (isWaiting())
        return;
    beginWaiting();
    client().request<GateReport>(this, call, [this, closes](const Result<GateReport>& report) {
        endWaiting(report ? std::optional<Error>() : report.error());
        if (report)
            showReport(*report);
        if (report && closes)
            accept();
    });
}

void GateDialog::decide(bool isSigned)
{
    ask(
        [name = m_subscription, isSigned, reason = m_reason->text().trimmed()](EngineApi& engine,
                                                                               Reply<GateReport> reply) {
            engine.offline().decideGate(name, isSigned, operatorName(), reason, std::move(reply));
        },
        true);
}

void GateDialog::showReport(const GateReport& report)
{
    m_report = report;
    m_rules->clear();
    for (const GateRuleResult& result : report.results) {
        auto* item =
            new QTreeWidgetItem(m_rules, {displayText(GateWords::rule(result.rule)), GateWords::found(result)});
        if (!result.isPassed())
            item->setForeground(1, themeColors(palette()).tone(Tone::Bad));
        for (const QString& key : result.samples)
            new QTreeWidgetItem(item, {displayText(key), QString()});
        if (!result.error.isEmpty())
            new QTreeWidgetItem(item, {displayText(reasonText(result.error)), QString()});
        item->setExpanded(!result.isPassed());
    }
    m_summary->setText(GateWords::summary(report));
    updateButtons();
}

void GateDialog::updateButtons()
{
    const bool holds = !m_report.stream.isEmpty() && !m_report.mayGoOn();
    // What was rejected is asked again before anybody can sign it.
    const bool mayDecide = holds && m_report.state == u"waiting" && !m_reason->text().trimmed().isEmpty();
    m_sign->setEnabled(mayDecide);
    m_reject->setEnabled(mayDecide);
    m_again->setEnabled(holds);
    m_save->setEnabled(!m_report.stream.isEmpty());
}

void GateDialog::chooseFile()
{
    auto* dialog = new QFileDialog(this, tr("Save report"), m_subscription + QStringLiteral(".pdf"),
                                   tr("Papers (*.pdf)") + QStringLiteral(";;") + tr("Tables (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    // A name without an end gets that of what was chosen.
    dialog->setDefaultSuffix(QStringLiteral("pdf"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains(QStringLiteral("*.csv")) ? QStringLiteral("csv")
                                                                          : QStringLiteral("pdf"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &GateDialog::writeTo);
    dialog->open();
}

void GateDialog::writeTo(const QString& path)
{
    if (path.endsWith(QStringLiteral(".pdf"), Qt::CaseInsensitive)) {
        if (const auto written = writeGatePdf(path, m_report); !written)
            showFailure(written.error());
        return;
    }
    QSaveFile file(path);
    const QByteArray text = "\xEF\xBB\xBF" + gateReportCsv(m_report).toUtf8(); // by which spreadsheets know UTF-8
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        showFailure(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
}

} // namespace busheng
