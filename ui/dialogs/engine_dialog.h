// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/json.h"
#include "ui/client/engine_client.h"
#include "ui/dialogs/overtaken_dialog.h"

#include <QDialog>
#include <QFormLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace busheng {

class NoticeBar;

/// The names of a list with commas, without blanks around them and without empty ones.
QStringList namesIn(const QLineEdit& edit);

/// Makes the labels of both that are shown as wide as the widest, so that the fields of a form in a form stand below
/// each other.
void alignLabels(const QFormLayout& form, const QFormLayout& inner);

/// A dialog that asks the engine: while it waits its controls rest and closing it still works; a refusal is shown where
/// it happened and what was typed stays.
class EngineDialog : public QDialog {
    Q_OBJECT
public:
    EngineDialog(EngineClient& client, QWidget* parent);

    const NoticeBar& notice() const { return *m_notice; }
    bool isWaiting() const { return m_waiting; }

Q_SIGNALS:
    /// The person takes what another one has saved meanwhile; this dialog closes.
    void theirsWanted(const QJsonObject& theirs);

protected:
    const EngineClient& client() const { return m_client; }
    EngineClient& client() { return m_client; }
    /// What is disabled while the engine is asked. Set once, before the first request.
    void setBody(QWidget* body);
    void beginWaiting();
    /// Shows `error` when there is one.
    void endWaiting(const std::optional<Error>& error);
    void showFailure(const Error& error);
    void hideFailure(); ///< it was about something that is not looked at any more
    /// Asks once, however often it is pressed; closes the dialog when the engine took it, after `onTaken`.
    void submit(std::function<void(EngineApi&, Reply<>)> call, std::function<void()> onTaken);
    /// The same of a change of something that another person may have changed since it was read: then the person here
    /// sees what is different and chooses, and nothing that was typed is lost.
    void submitSeen(const SeenEdit& edit, std::function<void()> onTaken);
    /// Of a configured thing, which `method` saves as its parameter `kind`. `existing`: as it was read; nothing: it is
    /// new.
    template <typename Config>
    void saveSeen(const QString& method, const QString& kind, const std::optional<Config>& existing,
                  const Config& wanted, std::function<void()> onTaken)
    {
        const QJsonObject mine = toJson(wanted);
        submitSeen({{method, {{kind, mine}}, existing ? toJson(*existing) : QJsonObject()}, mine}, std::move(onTaken));
    }

private:
    void askAboutOther(const SeenEdit& edit, const Error& overtaken, const std::function<void()>& onTaken);

    EngineClient& m_client;
    QVBoxLayout* m_layout;
    NoticeBar* m_notice;
    QWidget* m_body = nullptr;
    QPointer<QWidget> m_focus; ///< before the body was disabled
    bool m_waiting = false;
};

/// When the person takes what another one has saved, `open` shows that in a form anew. `read`: linkFromJson() ...
template <typename Config>
void reopenWithTheirs(EngineDialog& form, QObject* context, Result<Config> (*read)(const QJsonObject&, const QString&),
                      std::function<void(const Config&)> open)
{
    QObject::connect(&form, &EngineDialog::theirsWanted, context,
                     [read, open = std::move(open)](const QJsonObject& theirs) {
                         if (const auto config = read(theirs, QString()))
                             open(*config);
                     });
}

} // namespace busheng
