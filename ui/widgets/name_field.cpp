// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/name_field.h"

#include "engine/base/platform.h"
#include "engine/files/names/absolute_path.h"
#include "engine/files/names/divisions.h"
#include "engine/files/names/name_text.h"
#include "engine/files/names/task_name.h"
#include "engine/files/names/upload_name.h"
#include "ui/text/reason_text.h"
#include "ui/widgets/theme_colors.h"

#include <QCoreApplication>
#include <QEvent>
#include <QGridLayout>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTextCharFormat>

namespace busheng {
namespace {

constexpr PathStyle kStyle = kIsWindows ? PathStyle::Windows : PathStyle::Posix;

/// The place of a byte in the text of the field.
int placeOf(const QByteArray& name, qsizetype byte)
{
    return static_cast<int>(QString::fromUtf8(name.left(byte)).size());
}

} // namespace

NameField::NameField(Kind kind, QWidget* parent)
    : QWidget(parent), m_kind(kind), m_edit(new QLineEdit), m_sign(new QLabel), m_preview(new QLabel)
{
    m_preview->setTextFormat(Qt::PlainText);
    m_preview->setWordWrap(true);
    m_sign->setTextFormat(Qt::PlainText);
    m_sign->setAlignment(Qt::AlignTop);
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit, 0, 0, 1, 2);
    layout->addWidget(m_sign, 1, 0);
    layout->addWidget(m_preview, 1, 1);
    layout->setColumnStretch(1, 1);
    connect(m_edit, &QLineEdit::textChanged, this, &NameField::check);
    setFocusProxy(m_edit);
    check();
}

QString NameField::name() const
{
    return m_edit->text();
}

void NameField::setName(const QString& name)
{
    m_edit->setText(name);
}

QString NameField::preview() const
{
    return m_preview->text();
}

NameField::Reading NameField::read(const QByteArray& name) const
{
    switch (m_kind) {
    case Kind::File: {
        const auto file = parseUploadName(view(name));
        if (!file)
            return {file.error(), {}, false};
        const QString time =
            file->date.toString(QStringLiteral("yyyy-MM-dd ")) + file->time.toString(QStringLiteral("HH:mm:ss"));
        const QString division = divisionName(file->region);
        return {std::nullopt,
                file->part == 0 ? tr("%1, system %2, %3").arg(division, file->initials, time)
                                : tr("%1, system %2, %3, part %4").arg(division, file->initials, time).arg(file->part),
                false};
    }
    case Kind::Task: {
        const auto task = parseTaskName(view(name));
        if (!task)
            return {task.error(), {}, false};
        if (task->pattern == TaskName::Pattern::Report)
            return {std::nullopt, tr("%1 reports %2 to the ministry").arg(task->unit, task->system), false};
        if (task->pattern == TaskName::Pattern::Issue)
            return {std::nullopt, tr("The ministry issues %1 to %2").arg(task->system, task->unit), false};
        return {std::nullopt, tr("Allowed, but neither UNIT_SYSTEM数据上报 nor 部_SYSTEM数据下发_UNIT"), true};
    }
    case Kind::Directory:
        break;
    }
    const auto path = checkAbsolutePath(view(name), kStyle);
    if (!path)
        return {path.error(), {}, false};
    return {std::nullopt, tr("%1 of %2 bytes").arg(name.size()).arg(kMostPathBytes), false};
}

void NameField::check()
{
    const bool wasValid = isValid();
    const QByteArray name = m_edit->text().toUtf8();
    const Reading reading = read(name);
    m_refusal = reading.refusal;
    const bool isEmpty = name.isEmpty();
    QString text = reading.text;
    if (m_refusal && !isEmpty)
        text = tr("Character %1: %2")
                   .arg(characterNumber(view(name), m_refusal->position))
                   .arg(reasonText(nameReason(*m_refusal)));
    const Tone tone = m_refusal ? Tone::Bad : reading.isNote ? Tone::Warning : Tone::Good;
    m_sign->setText(isEmpty              ? QString()
                    : tone == Tone::Bad  ? QStringLiteral("✕")
                    : tone == Tone::Good ? QStringLiteral("✓")
                                         : QStringLiteral("!"));
    m_preview->setText(text);
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, themeColors(palette).tone(tone));
    m_sign->setPalette(palette);
    m_preview->setPalette(palette);
    mark(name);
    if (wasValid != isValid())
        Q_EMIT validityChanged(isValid());
}

/// A line edit has no rich text; what an input method does to show its composition, it does.
void NameField::mark(const QByteArray& name)
{
    QList<QInputMethodEvent::Attribute> attributes;
    if (m_refusal && m_refusal->length > 0) {
        const int from = placeOf(name, m_refusal->position);
        const int to = placeOf(name, m_refusal->position + m_refusal->length);
        QTextCharFormat wrong;
        wrong.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wrong.setUnderlineColor(themeColors(palette()).tone(Tone::Bad));
        attributes.append({QInputMethodEvent::TextFormat, from - m_edit->cursorPosition(), to - from, wrong});
    }
    QInputMethodEvent event(QString(), attributes);
    const QSignalBlocker quiet(m_edit);
    QCoreApplication::sendEvent(m_edit, &event);
}

void NameField::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        check();
}

} // namespace busheng
