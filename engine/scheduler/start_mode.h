// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/timetable.h"

#include <optional>

namespace busheng {

/// How a file transfer starts (§8.2.2): 按需启动, 初始启动, 定时启动. A value, written as one line:
///
///   demand                     when somebody asks for it
///   service                    with the service; again after a failure, and after a crash of the node
///   daily 23:00                and every other line of a Timetable
class StartMode {
public:
    enum class Kind { Demand, Service, Timed };

    /// Fails: Config; the detail says what is not understood and what may stand there, in English.
    static Result<StartMode> parse(const QString& line);

    Kind kind() const { return m_kind; }
    /// Of Timed only.
    const std::optional<Timetable>& timetable() const { return m_timetable; }
    /// The line, in its plain form.
    QString toString() const;

    bool operator==(const StartMode&) const = default;

private:
    Kind m_kind = Kind::Demand;
    std::optional<Timetable> m_timetable;
};

} // namespace busheng
