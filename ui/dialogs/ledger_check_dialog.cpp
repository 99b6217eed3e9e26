// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/ledger_check_dialog.h"

#include "ui/client/ledger_check_text.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/icons.h"

#include <QClipboard>
#include <QGuiApplication>

namespace busheng {
namespace {

constexpr QSize kSize(640, 320);

} // namespace

LedgerCheckDialog::LedgerCheckDialog(EngineClient& client, const QString& path, QWidget* parent)
    : EngineDialog(client, parent), m_path(path), m_export(new LedgerExport(client, path, this)), m_summary(new QLabel),
      m_bar(new QProgressBar), m_result(new QPlainTextEdit), m_copy(nullptr), m_close(nullptr)
{
    setWindowTitle(path.isEmpty() ? tr("Check the ledger") : tr("Export the ledger"));
    resize(kSize);
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setText(tr("Sealing the ledger…"));
    m_bar->setRange(0, 0);
    m_result->setReadOnly(true);
    m_result->setAccessibleName(tr("Result"));
    auto* buttons = new QDialogButtonBox;
    m_copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setEnabled(false);
    m_close = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    layout->addWidget(m_summary);
    layout->addWidget(m_bar);
    layout->addWidget(m_result, 1);
    layout->addWidget(buttons);
    setBody(body);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(result()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_export, &LedgerExport::progress, this, &LedgerCheckDialog::onProgress);
    connect(m_export, &LedgerExport::finished, this, &LedgerCheckDialog::onFinished);
    // How long it will be: a bar that shows nothing is no progress.
    client.request<LedgerMatches>(
        this,
        [](EngineApi& engine, Reply<LedgerMatches> reply) {
            engine.security().searchLedger({}, 0, 1, std::move(reply));
        },
        [this](const Result<LedgerMatches>& newest) {
            m_newest = newest && !newest->rows.empty() ? newest->rows.front().id : 0;
        });
    m_export->start();
}

void LedgerCheckDialog::onProgress(qint64 lines)
{
    m_summary->setText(tr("%1 lines").arg(Words::count(quint64(lines))));
    if (m_newest > 0) {
        m_bar->setRange(0, 1000);
        m_bar->setValue(int(std::min<qint64>(1000, lines * 1000 / m_newest)));
    }
}

void LedgerCheckDialog::onFinished(const Result<LedgerCheck>& check)
{
    m_bar->hide();
    m_close->setText(tr("Close"));
    if (!check) {
        m_summary->setText(m_path.isEmpty() ? tr("The ledger could not be checked.")
                                            : tr("The ledger was not exported."));
        return showFailure(check.error());
    }
    QString verdict = LedgerCheckText::isGood(*check)
                          ? tr("The ledger is whole: nothing was changed, left out or moved.")
                          : tr("The ledger is not as it should be.");
    if (!m_path.isEmpty())
        verdict += u'\n' + tr("It stands in %1").arg(displayText(m_path));
    m_summary->setText(verdict);
    m_result->setPlainText(LedgerCheckText::lines(*check).join(u'\n'));
    m_copy->setEnabled(true);
}

} // namespace busheng
