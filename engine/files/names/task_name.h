// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/names/name_fault.h"

namespace busheng {

/// The bytes of UTF-8 that a task's name may have: 16 Chinese characters (§8.2.4 f).
inline constexpr qsizetype kMostTaskNameBytes = 48;

/// What a task's name says, where it follows one of the two patterns of §8.2.4, example 5.
struct TaskName {
    enum class Pattern {
        Free,   ///< allowed, but neither of the two
        Report, ///< UNIT_SYSTEM数据上报: 兵团_联网监测数据上报
        Issue,  ///< 部_SYSTEM数据下发_UNIT: 部_联网监测数据下发_兵团
    };
    Pattern pattern = Pattern::Free;
    QString unit;   ///< province or unit, as "兵团"; empty when free
    QString system; ///< database or system, as "联网监测"; empty when free

    bool operator==(const TaskName&) const = default;
};

/// Checks and reads a task's name: Chinese characters, letters A to Z, digits, '_', at most 48 bytes. Thread: any.
NameResult<TaskName> parseTaskName(BytesView name);

/// The names by the two patterns; not checked.
QString reportTaskName(const QString& unit, const QString& system);
QString issueTaskName(const QString& system, const QString& unit);

} // namespace busheng
