// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "ui/client/engine_client.h"

#include <QPushButton>

#include <memory>

namespace busheng {

/// Has a verification certified by the node and keeps the certificate: as a file that proves itself, or on paper. And
/// checks a certificate that somebody brings. Files are written and read in a thread of its own.
///
/// Thread: the GUI's. Its end waits for what is being written.
class CertificateActions : public QObject {
    Q_OBJECT
public:
    /// `parent`: whose window asks for files.
    CertificateActions(EngineClient& client, QWidget* parent);

    /// Makes a certificate of the verification that is shown.
    QPushButton* saveButton() const { return m_save; }
    QPushButton* checkButton() const { return m_check; }
    void setVerification(const VerificationSnapshot& verification);
    /// By the end of its name a paper (.pdf), or the certificate itself.
    void save(const QString& path);
    void check(const QString& path);
    void retranslate();

Q_SIGNALS:
    void saved();
    void failed(const busheng::Error& error);

private:
    void askWhereToSave();
    void askWhatToCheck();
    void certify(qint64 verification, const QString& path);
    void inThread(std::function<std::function<void()>()> work);
    void write(const QString& path, const QJsonObject& certificate);
    void show(const QString& title, const QStringList& lines);
    void updateButtons();

    EngineClient& m_client;
    QWidget* m_parent;
    QPushButton* m_save;
    QPushButton* m_check;
    qint64 m_verification = 0;
    bool m_isOver = false; ///< it came to its end
    bool m_isWorking = false;
    std::unique_ptr<WorkerThread> m_thread; ///< last: joined before what it comes back to is gone
};

} // namespace busheng
