// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace busheng {

/// What a person at this node is there for (§5). Each has one, so that no hand does both halves of a piece of work.
enum class OperatorRole {
    Operator, ///< proposes changes and runs the daily work
    Reviewer, ///< confirms or refuses what others propose; changes nothing else
    Security, ///< looks after the operators and the keys; sees no rows
    Auditor,  ///< reads everything, changes nothing
    Service,  ///< a program of a business system: file tasks and their state
};

/// "operator", "reviewer", "security", "auditor", "service".
QString operatorRoleName(OperatorRole role);
std::optional<OperatorRole> operatorRoleNamed(const QString& name);
QStringList operatorRoleNames();

/// What is kept of a password: PBKDF2-HMAC-SM3, as of the vault's passphrase. Never the password.
struct PasswordRecord {
    quint32 iterations = 0;
    QByteArray salt;
    QByteArray digest;

    bool operator==(const PasswordRecord&) const = default;
};

/// Who may work at this node.
struct OperatorRecord {
    QString name;   ///< what is signed in with
    QString person; ///< who that is
    OperatorRole role = OperatorRole::Operator;
    bool enabled = true;
    PasswordRecord password;
    bool mustChange = false; ///< somebody else chose the password
    qint64 passwordUtcMs = 0;
    quint32 failures = 0; ///< in a row
    qint64 blockedUntilUtcMs = 0;
    qint64 lastSignInUtcMs = 0;
    QString madeBy;
    qint64 madeUtcMs = 0;

    bool operator==(const OperatorRecord&) const = default;
};

/// What one person wants and another has to confirm.
///
///   waiting -> approved (being carried out; after a crash what came of it is not known) -> done | failed
///   waiting -> rejected | withdrawn | expired | stale
struct ReviewedChange {
    qint64 id = 0;
    QString method;  ///< of the local API
    QString params;  ///< JSON, as it is called when it is confirmed; not shown: it may hold what is kept of a password
    QString subject; ///< what it is about, as people name it
    QString before;  ///< JSON object; empty: it was not there
    QString after;   ///< JSON object; empty: it is taken away
    QString base;    ///< digest of the state that it was proposed on; another one: stale
    QString state;
    QString proposer;
    QString reason;
    qint64 proposedUtcMs = 0;
    qint64 expiresUtcMs = 0;
    QString reviewer;
    QString comment;
    qint64 decidedUtcMs = 0;
    QString event; ///< catalogue id of why it failed or is stale
    QStringList args;

    bool operator==(const ReviewedChange&) const = default;
};

} // namespace busheng
