// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

namespace busheng {

/// When something starts, in words people say: "daily 23:00" is 每天 23:00.
/// Thread: any, but not while a translator is installed.
class TimetableText {
    Q_DECLARE_TR_FUNCTIONS(TimetableText)
public:
    /// `starts`: "demand", "service", or a line of Timetable; what is none of them is shown as it is.
    static QString of(const QString& starts);

private:
    static QString days(const QString& kind, const QString& words);
};

} // namespace busheng
