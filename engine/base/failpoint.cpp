// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"

#include "engine/base/process.h"

#include <QHash>

#include <atomic>
#include <mutex>

namespace busheng::failpoint {
namespace {

struct Action {
    bool kill = false;
    int killAtHit = 1;
    int errorsLeft = -1; // negative: for ever
    int hits = 0;
};

struct Registry {
    std::mutex mutex;
    QHash<QByteArray, Action> actions;
};

Registry& registry()
{
    static Registry instance;
    return instance;
}

std::atomic<bool> g_anyActive{false};

Result<Action> parseAction(const QString& text)
{
    Action action;
    bool ok = true;
    if (text.startsWith(QStringLiteral("kill"))) {
        action.kill = true;
        if (text.size() > 4)
            action.killAtHit = text.at(4) == u'@' ? text.mid(5).toInt(&ok) : (ok = false, 0);
    } else if (text.startsWith(QStringLiteral("err"))) {
        if (text.size() > 3)
            action.errorsLeft = text.at(3) == u'*' ? text.mid(4).toInt(&ok) : (ok = false, 0);
    } else {
        ok = false;
    }
    if (!ok)
        return fail(ErrorCode::Config,
                    QStringLiteral("failpoint action '%1' is none of kill, kill@n, err, err*n").arg(text));
    return action;
}

bool readEnvironmentOnce()
{
    static const bool done = [] {
        const QString spec = qEnvironmentVariable("BUSHENG_FAILPOINT");
        if (spec.isEmpty())
            return true;
        if (auto configured = configure(spec); !configured)
            qFatal("%s", qPrintable(configured.error().detail));
        return true;
    }();
    return done;
}

} // namespace

Result<> configure(const QString& spec)
{
    QHash<QByteArray, Action> actions;
    for (const QString& part : spec.split(u';', Qt::SkipEmptyParts)) {
        const auto equals = part.indexOf(u'=');
        if (equals <= 0)
            return fail(ErrorCode::Config, QStringLiteral("failpoint '%1' has no action").arg(part));
        ENGINE_TRY_AS(const Action action, parseAction(part.mid(equals + 1).trimmed()));
        actions.insert(part.left(equals).trimmed().toUtf8(), action);
    }
    Registry& all = registry();
    const std::lock_guard lock(all.mutex);
    all.actions = actions;
    g_anyActive = !actions.isEmpty();
    return {};
}

Result<> hit(const char* name)
{
    readEnvironmentOnce();
    if (!g_anyActive)
        return {};
    Registry& all = registry();
    const std::lock_guard lock(all.mutex);
    const auto found = all.actions.find(QByteArray(name));
    if (found == all.actions.end())
        return {};
    Action& action = found.value();
    ++action.hits;
    if (action.kill) {
        if (action.hits == action.killAtHit)
            killThisProcess();
        return {};
    }
    if (action.errorsLeft == 0)
        return {};
    if (action.errorsLeft > 0)
        --action.errorsLeft;
    return fail(makeTransient(ErrorCode::Storage, QString(), QStringLiteral("failpoint %1").arg(QLatin1String(name))));
}

} // namespace busheng::failpoint
