// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/timetable_field.h"

#include "engine/model/timetable.h"
#include "ui/text/timetable_text.h"
#include "ui/text/words.h"
#include "ui/widgets/theme_colors.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

namespace busheng {
namespace {

constexpr int kMomentsShown = 3;
constexpr int kMostMinutes = 1440;
constexpr int kMostHours = 8784;
constexpr int kLeastMinutes = 5;
constexpr int kDefaultHours = 6;
const QString kDemand = QStringLiteral("demand");
const QString kService = QStringLiteral("service");
const QString kEvery = QStringLiteral("every");
const QString kDaily = QStringLiteral("daily");
const QString kWeekly = QStringLiteral("weekly");
const QString kMonthly = QStringLiteral("monthly");
const QString kYearly = QStringLiteral("yearly");
const QString kAt = QStringLiteral("at");
const QStringList kWeekdays{QStringLiteral("mon"), QStringLiteral("tue"), QStringLiteral("wed"), QStringLiteral("thu"),
                            QStringLiteral("fri"), QStringLiteral("sat"), QStringLiteral("sun")};

/// A list as people type it, with the signs of Chinese input methods too: "23：00， 7:30" is "23:00,07:30".
QString typedList(const QString& text)
{
    QString plain = text;
    plain.replace(u'，', u',').replace(u'、', u',').replace(u'；', u',').replace(u'：', u':');
    QStringList parts = plain.split(u',', Qt::SkipEmptyParts);
    for (QString& part : parts) {
        part = part.simplified();
        if (part.indexOf(u':') == 1)
            part.prepend(u'0');
    }
    parts.removeAll(QString());
    return parts.join(u',');
}

} // namespace

TimetableField::TimetableField(QWidget* parent)
    : QWidget(parent), m_kind(new QComboBox), m_number(new QSpinBox), m_unit(new QComboBox), m_weekdays(new QWidget),
      m_days(new QLineEdit), m_times(new QLineEdit), m_preview(new WrappedLabel)
{
    m_kind->addItem(tr("by hand only"), kDemand);
    m_kind->addItem(tr("all the time, with the service"), kService);
    m_kind->addItem(tr("every few hours or minutes"), kEvery);
    m_kind->addItem(tr("every day"), kDaily);
    m_kind->addItem(tr("on days of the week"), kWeekly);
    m_kind->addItem(tr("on days of the month"), kMonthly);
    m_kind->addItem(tr("on days of the year"), kYearly);
    m_kind->addItem(tr("at certain moments"), kAt);
    m_kind->setAccessibleName(tr("Starts"));
    m_unit->addItem(tr("hours"), QStringLiteral("h"));
    m_unit->addItem(tr("minutes"), QStringLiteral("m"));
    m_number->setAccessibleName(tr("Every"));
    m_number->setRange(1, kMostHours);
    m_number->setValue(kDefaultHours);
    auto* weekdays = new QHBoxLayout(m_weekdays);
    weekdays->setContentsMargins(0, 0, 0, 0);
    for (int day = 1; day <= int(kWeekdays.size()); ++day) {
        auto* box = new QCheckBox(QLocale().standaloneDayName(day, QLocale::ShortFormat));
        connect(box, &QCheckBox::toggled, this, &TimetableField::check);
        m_weekdayBoxes.push_back(box);
        weekdays->addWidget(box);
    }
    weekdays->addStretch(1);
    m_days->setAccessibleName(tr("Days"));
    m_times->setAccessibleName(tr("Times"));
    m_times->setText(QStringLiteral("23:00"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_kind);
    row->addWidget(m_number);
    row->addWidget(m_unit);
    row->addWidget(m_days, 1);
    row->addWidget(m_times, 1);
    row->addStretch(0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(row);
    layout->addWidget(m_weekdays);
    layout->addWidget(m_preview);
    setFocusProxy(m_kind);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &TimetableField::showKind);
    connect(m_unit, &QComboBox::currentIndexChanged, this, [this] {
        const bool inHours = m_unit->currentIndex() == 0;
        m_number->setRange(inHours ? 1 : kLeastMinutes, inHours ? kMostHours : kMostMinutes);
        check();
    });
    connect(m_number, &QSpinBox::valueChanged, this, &TimetableField::check);
    connect(m_days, &QLineEdit::textChanged, this, &TimetableField::check);
    connect(m_times, &QLineEdit::textChanged, this, &TimetableField::check);
    showKind();
}

void TimetableField::showKind()
{
    const QString kind = kindWord();
    m_number->setVisible(kind == kEvery);
    m_unit->setVisible(kind == kEvery);
    m_weekdays->setVisible(kind == kWeekly);
    m_days->setVisible(kind == kMonthly || kind == kYearly || kind == kAt);
    m_times->setVisible(kind == kDaily || kind == kWeekly || kind == kMonthly || kind == kYearly);
    m_days->setPlaceholderText(kind == kMonthly  ? tr("1, 15, last")
                               : kind == kYearly ? tr("03-15, 12-31")
                                                 : QStringLiteral("2026-12-01 02:30"));
    m_times->setPlaceholderText(QStringLiteral("23:00"));
    check();
}

void TimetableField::leaveOutService()
{
    m_kind->removeItem(m_kind->findData(kService));
}

QString TimetableField::written() const
{
    const QString kind = kindWord();
    if (kind == kDemand || kind == kService)
        return kind;
    if (kind == kEvery)
        return QStringLiteral("every %1%2").arg(m_number->value()).arg(m_unit->currentData().toString());
    const QString times = typedList(m_times->text());
    if (kind == kDaily)
        return QStringLiteral("daily ") + times;
    QString days = typedList(m_days->text());
    if (kind == kAt)
        return QStringLiteral("at ") + days;
    if (kind == kWeekly) {
        QStringList chosen;
        for (std::size_t day = 0; day < m_weekdayBoxes.size(); ++day) {
            if (m_weekdayBoxes[day]->isChecked())
                chosen.append(kWeekdays.at(qsizetype(day)));
        }
        days = chosen.join(u',');
    }
    days.replace(QStringLiteral("月末"), QStringLiteral("last"));
    return kind + u' ' + days + u' ' + times;
}

std::optional<QString> TimetableField::line() const
{
    const QString text = written();
    if (text == kDemand || text == kService)
        return text;
    const auto timetable = Timetable::parse(text);
    return timetable ? std::optional(timetable->toString()) : std::nullopt;
}

void TimetableField::setLine(const QString& line)
{
    m_isFilling = true;
    const auto timetable = Timetable::parse(line);
    const QString plain = timetable ? timetable->toString() : line;
    const QString kind = plain.section(u' ', 0, 0);
    const QString first = plain.section(u' ', 1, 1);
    const QString second = plain.section(u' ', 2);
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(kind)));
    const QString comma = QStringLiteral(", ");
    if (kind == kEvery) {
        m_unit->setCurrentIndex(m_unit->findData(first.right(1)));
        m_number->setValue(first.chopped(1).toInt());
    } else if (kind == kAt) {
        m_days->setText(plain.section(u' ', 1).replace(u',', comma));
    } else if (kind == kDaily) {
        m_times->setText(QString(first).replace(u',', comma));
    } else if (!second.isEmpty()) {
        m_days->setText(kind == kWeekly ? QString() : QString(first).replace(u',', comma));
        m_times->setText(QString(second).replace(u',', comma));
        for (std::size_t day = 0; day < m_weekdayBoxes.size(); ++day)
            m_weekdayBoxes[day]->setChecked(kind == kWeekly &&
                                            first.split(u',').contains(kWeekdays.at(qsizetype(day))));
    }
    m_isFilling = false;
    showKind();
}

void TimetableField::check()
{
    if (m_isFilling)
        return;
    const auto understood = line();
    QString text;
    if (!understood) {
        const QString kind = kindWord();
        text = kind == kWeekly    ? tr("Choose days, and write times as in 23:00, with commas between several.")
               : kind == kMonthly ? tr("Write days from 1 to 31 or \"last\", and times as in 23:00.")
               : kind == kYearly  ? tr("Write days as in 12-31, and times as in 23:00.")
               : kind == kAt      ? tr("Write moments as in 2026-12-01 02:30, with commas between several.")
                                  : tr("Write times as in 23:00, with commas between several.");
    } else {
        text = TimetableText::of(*understood);
        if (const auto timetable = Timetable::parse(*understood)) {
            QStringList moments;
            std::optional<qint64> next = timetable->next(QDateTime::currentMSecsSinceEpoch());
            for (int i = 0; next && i < kMomentsShown; ++i, next = timetable->next(*next))
                moments.append(QDateTime::fromMSecsSinceEpoch(*next).toString(QStringLiteral("yyyy-MM-dd HH:mm")));
            text = moments.isEmpty() ? tr("%1: that is over, it would never start").arg(text)
                                     : tr("%1; next at %2").arg(text, moments.join(QStringLiteral(" · ")));
        }
    }
    m_preview->setWords(text);
    QPalette colors = palette();
    const ThemeColors theme = themeColors(colors);
    colors.setColor(QPalette::WindowText, understood ? theme.muted : theme.tone(Tone::Bad));
    m_preview->setPalette(colors);
    Q_EMIT changed();
}

} // namespace busheng
