// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QLineEdit>

namespace busheng {

/// A field for a password, and below it a hint while the keyboard's capitals are locked, as far as the keys tell.
class PasswordField : public QWidget {
    Q_OBJECT
public:
    explicit PasswordField(QWidget* parent = nullptr);

    QLineEdit* edit() const { return m_edit; }
    QString text() const { return m_edit->text(); }
    bool showsCapsLock() const { return !m_hint->text().isEmpty(); }

Q_SIGNALS:
    void textChanged(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QLineEdit* m_edit;
    QLabel* m_hint;
};

} // namespace busheng
