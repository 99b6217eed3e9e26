// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "engine/base/clock_sync.h"
#include "engine/base/error.h"

#include <QCoreApplication>

#include <optional>

namespace busheng {

/// What a patrol (§10.3 d) looks at, as it was found.
struct PatrolFacts {
    NodeSnapshot node;
    qint64 atUtcMs = 0;
    qint64 freeBytes = -1; ///< of the disk under the node's data; -1: not known
    qint64 totalBytes = -1;
    std::optional<ClockSync> clock;
    /// A database with what was found of it, or why it could not be looked at.
    struct Database {
        QString kind; ///< "source", "target"
        QString name;
        std::vector<PreflightFinding> findings;
        std::optional<Error> failure;
    };
    std::vector<Database> databases;
    std::vector<VerificationSnapshot> verifications; ///< newest first
    std::optional<bool> ledgerIsWhole;
    QString ledgerText; ///< what its check says, or why there was none
};

enum class PatrolState { Good, Notice, Bad };

/// One thing that was looked at.
struct PatrolItem {
    PatrolState state = PatrolState::Good;
    QString area;
    QString subject;
    QString text; ///< what was found
    QString remedy = {};
};

/// The judgement of a patrol: what is bad first, then what will be, then what is in order. Texts are safe for display,
/// in the language of the installed translator. Thread: any, but not while a translator is installed.
class PatrolReport {
    Q_DECLARE_TR_FUNCTIONS(PatrolReport)
public:
    static std::vector<PatrolItem> of(const PatrolFacts& facts);
    static QString stateText(PatrolState state);
    /// One sentence.
    static QString conclusion(const std::vector<PatrolItem>& items);
    static int count(const std::vector<PatrolItem>& items, PatrolState state);
    /// Node, time and version, one line each.
    static QStringList titleLines(const PatrolFacts& facts);
};

} // namespace busheng
