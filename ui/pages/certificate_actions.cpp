// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/certificate_actions.h"

#include "engine/evidence/certificate.h"
#include "engine/model/events.h"
#include "ui/client/operator_name.h"
#include "ui/dialogs/right_guard.h"
#include "ui/reports/certificate_pdf.h"
#include "ui/reports/certificate_words.h"

#include <QFileDialog>
#include <QJsonDocument>
#include <QMessageBox>
#include <QSaveFile>

namespace busheng {
namespace {

Result<> writeText(const QString& path, const QByteArray& text)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
    return {};
}

} // namespace

CertificateActions::CertificateActions(EngineClient& client, QWidget* parent)
    : QObject(parent), m_client(client), m_parent(parent), m_save(new QPushButton(parent)),
      m_check(new QPushButton(parent))
{
    connect(m_save, &QPushButton::clicked, this, &CertificateActions::askWhereToSave);
    connect(m_check, &QPushButton::clicked, this, &CertificateActions::askWhatToCheck);
    connect(&m_client, &EngineClient::lost, this, &CertificateActions::updateButtons);
    connect(&m_client, &EngineClient::found, this, &CertificateActions::updateButtons);
    needRights(m_client, {{m_save, "certifyVerification"}});
    updateButtons();
}

void CertificateActions::setVerification(const VerificationSnapshot& verification)
{
    m_verification = verification.id;
    m_isOver = verification.state == QStringLiteral("equal") || verification.state == QStringLiteral("different");
    updateButtons();
}

void CertificateActions::updateButtons()
{
    m_save->setVisible(m_isOver);
    m_save->setEnabled(!m_isWorking && !m_client.isLost());
    m_check->setEnabled(!m_isWorking);
}

void CertificateActions::askWhereToSave()
{
    auto* dialog = new QFileDialog(m_parent->window(), m_save->text(),
                                   tr("reconciliation %1").arg(m_verification) + QStringLiteral(".pdf"),
                                   tr("Papers (*.pdf)") + QStringLiteral(";;") + tr("Certificates (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pdf"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains(QStringLiteral("*.json")) ? QStringLiteral("json")
                                                                           : QStringLiteral("pdf"));
    });
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, id = m_verification](const QString& path) { certify(id, path); });
    dialog->open();
}

void CertificateActions::askWhatToCheck()
{
    auto* dialog = new QFileDialog(m_parent->window(), m_check->text(), QString(), tr("Certificates (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &CertificateActions::check);
    dialog->open();
}

/// `work` runs aside; what it returns runs here afterwards.
void CertificateActions::inThread(std::function<std::function<void()>()> work)
{
    m_isWorking = true;
    updateButtons();
    const auto bringBack = [this](std::function<void()> end) {
        QMetaObject::invokeMethod(
            this,
            [this, end = std::move(end)] {
                m_isWorking = false;
                updateButtons();
                end();
            },
            Qt::QueuedConnection);
    };
    m_thread = std::make_unique<WorkerThread>(
        QStringLiteral("certificate"),
        [work = std::move(work), bringBack](const std::stop_token&) { bringBack(work()); },
        [this, bringBack](const Error& error) { bringBack([this, error] { Q_EMIT failed(error); }); });
}

void CertificateActions::save(const QString& path)
{
    certify(m_verification, path);
}

/// Of the one that the file was asked for, whichever is shown by then.
void CertificateActions::certify(qint64 verification, const QString& path)
{
    if (std::exchange(m_isWorking, true))
        return;
    updateButtons();
    m_client.request<QJsonObject>(
        this,
        [id = verification](EngineApi& engine, Reply<QJsonObject> reply) {
            engine.comparisons().certify(id, operatorName(), std::move(reply));
        },
        [this, path](const Result<QJsonObject>& certificate) {
            m_isWorking = false;
            updateButtons();
            if (!certificate) {
                Q_EMIT failed(certificate.error());
                return;
            }
            write(path, *certificate);
        });
}

void CertificateActions::write(const QString& path, const QJsonObject& certificate)
{
    inThread([this, path, text = QJsonDocument(certificate).toJson()]() -> std::function<void()> {
        const Result<> written = [&]() -> Result<> {
            // What is put on paper was proved as a reader of the file would prove it.
            ENGINE_TRY_AS(const Certificate checked, checkCertificate(path, text));
            return path.endsWith(QStringLiteral(".pdf"), Qt::CaseInsensitive) ? writeCertificatePdf(path, checked)
                                                                              : writeText(path, text);
        }();
        return [this, written] {
            if (!written) {
                Q_EMIT failed(written.error());
                return;
            }
            Q_EMIT saved();
        };
    });
}

void CertificateActions::check(const QString& path)
{
    if (m_isWorking)
        return;
    inThread([this, path]() -> std::function<void()> {
        return [this, checked = checkCertificateFile(path)] {
            if (!checked) {
                Q_EMIT failed(checked.error());
                return;
            }
            show(tr("The certificate holds: nothing in it was changed since it was signed."),
                 CertificateWords::lines(*checked));
        };
    });
}

void CertificateActions::show(const QString& title, const QStringList& lines)
{
    auto* box = new QMessageBox(m_parent->window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Information);
    box->setTextFormat(Qt::PlainText);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    box->setWindowTitle(CertificateWords::title());
    box->setText(title);
    box->setInformativeText(lines.join(u'\n'));
    box->open();
}

void CertificateActions::retranslate()
{
    m_save->setText(tr("Certificate…"));
    m_save->setToolTip(tr("What was found, signed by this node: as a file that proves itself, or on paper"));
    m_check->setText(tr("Check a certificate…"));
    m_check->setToolTip(tr("Whether a certificate that somebody brings is as it was signed"));
}

} // namespace busheng
