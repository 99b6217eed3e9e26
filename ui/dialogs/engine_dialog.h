// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/engine_client.h"

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

protected:
    const EngineClient& client() const { return m_client; }
    EngineClient& client() { return m_client; }
    /// What is disabled while the engine is asked. Set once, before the first request.
    void setBody(QWidget* body);
    void beginWaiting();
    /// Shows `error` when there is one.
    void endWaiting(const std::optional<Error>& error);
    void showFailure(const Error& error);
    /// Asks once, however often it is pressed; closes the dialog when the engine took it, after `onTaken`.
    void submit(std::function<void(EngineApi&, Reply<>)> call, std::function<void()> onTaken);

private:
    EngineClient& m_client;
    QVBoxLayout* m_layout;
    NoticeBar* m_notice;
    QWidget* m_body = nullptr;
    QPointer<QWidget> m_focus; ///< before the body was disabled
    bool m_waiting = false;
};

} // namespace busheng
