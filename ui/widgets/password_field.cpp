// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/password_field.h"

#include <QKeyEvent>
#include <QVBoxLayout>

namespace busheng {

PasswordField::PasswordField(QWidget* parent) : QWidget(parent), m_edit(new QLineEdit(this)), m_hint(new QLabel(this))
{
    m_edit->setEchoMode(QLineEdit::Password);
    m_edit->installEventFilter(this);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_edit);
    layout->addWidget(m_hint);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textChanged, this, &PasswordField::textChanged);
}

bool PasswordField::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        // There is no portable way to ask the keyboard: a capital without Shift, or a small letter with it, tells.
        const auto* key = static_cast<QKeyEvent*>(event);
        const QChar typed = key->text().isEmpty() ? QChar() : key->text().at(0);
        if (typed.isLetter() && typed.toLower() != typed.toUpper()) {
            const bool isLocked = typed.isUpper() != key->modifiers().testFlag(Qt::ShiftModifier);
            m_hint->setText(isLocked ? tr("Caps Lock is on.") : QString());
            m_hint->setVisible(isLocked);
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace busheng
