// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"

#include <QPlainTextEdit>
#include <QPushButton>

namespace busheng {

/// Asks for a few words about something and sends them: why a change is wanted, why it is confirmed or not.
class ReasonForm : public EngineDialog {
    Q_OBJECT
public:
    struct Question {
        QString title;
        QString text;
        QString button;
        bool needsWords = false;
    };
    /// `send` is called with the words.
    using Send = std::function<void(EngineApi&, const QString& words, Reply<>)>;
    ReasonForm(EngineClient& client, const Question& question, Send send, QWidget* parent);

    QPlainTextEdit* words() const { return m_words; }
    QPushButton* sendButton() const { return m_button; }

Q_SIGNALS:
    void sent();

private:
    QPlainTextEdit* m_words;
    QPushButton* m_button;
};

/// For a change that has begun to wait: its reviewer reads why it is wanted.
ReasonForm* askForReason(EngineClient& client, qint64 change, QWidget* parent);

} // namespace busheng
