// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/operator_commands.h"

#include "app/cli/await.h"
#include "app/cli/session_file.h"
#include "app/cli/terminal.h"
#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "engine/model/operator_events.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/review_text.h"
#include "ui/text/words.h"

#include <QFile>

namespace busheng::cli {
namespace {

constexpr int kPage = 100;

struct OperatorCall {
    EngineApi& engine;
    const ClientCall& call;
    QString dataDirectory;
};

/// From a file's first line, or from standard input; never from the command line.
Result<QString> readPassword(const ClientCall& call, const QString& question)
{
    const QString path = call.option(QStringLiteral("password-file"));
    QByteArray line;
    if (path.isEmpty()) {
        line = readHiddenLine(question);
    } else {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return fail(
                makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, file.errorString()}, file.errorString()));
        line = file.readLine().trimmed();
    }
    if (line.isEmpty())
        return usageError(QStringLiteral("there is no password on standard input"));
    return QString::fromUtf8(line);
}

void showSession(const ClientCall& call, const SessionSnapshot& session)
{
    if (call.json)
        return printJson(toJson(session));
    if (!session.hasOperators)
        return print(ClientText::tr("This node has no operators: everybody who reaches it may do everything."));
    if (session.name.isEmpty())
        return print(ClientText::tr("Nobody has signed in."));
    print(ClientText::tr("%1 (%2), %3")
              .arg(displayText(session.name), displayText(session.person), Words::operatorRole(session.role)));
    if (session.mustChangePassword)
        print(ClientText::tr("The password must be changed first: busheng-client password"));
}

Result<ExitCode> signIn(const OperatorCall& on)
{
    const QString name = on.call.option(QStringLiteral("name"));
    ENGINE_TRY_AS(const QString password, readPassword(on.call, ClientText::tr("password of %1: ").arg(name)));
    ENGINE_TRY_AS(const SessionSnapshot session,
                  await<SessionSnapshot>([&](auto reply) { on.engine.operators().signIn(name, password, reply); }));
    ENGINE_TRY(keepSession(on.dataDirectory, session.token));
    showSession(on.call, session);
    return session.mustChangePassword ? ExitWarning : ExitOk;
}

Result<ExitCode> signOut(const OperatorCall& on)
{
    ENGINE_TRY(forgetSession(on.dataDirectory));
    return done(on.call, await<>([&](Reply<> reply) { on.engine.operators().signOut(reply); }));
}

Result<ExitCode> whoAmI(const OperatorCall& on)
{
    ENGINE_TRY_AS(const SessionSnapshot session,
                  await<SessionSnapshot>([&](auto reply) { on.engine.operators().session(reply); }));
    showSession(on.call, session);
    return ExitOk;
}

Result<ExitCode> changePassword(const OperatorCall& on)
{
    const QString present = QString::fromUtf8(readHiddenLine(ClientText::tr("present password: ")));
    const QString wanted = QString::fromUtf8(readHiddenLine(ClientText::tr("new password: ")));
    return done(on.call, await<>([&](Reply<> reply) { on.engine.operators().changePassword(present, wanted, reply); }));
}

Result<ExitCode> addOperator(const OperatorCall& on)
{
    const QString name = argument(on.call, 2);
    ENGINE_TRY_AS(const QString password, readPassword(on.call, ClientText::tr("password of %1: ").arg(name)));
    return done(on.call, await<>([&](Reply<> reply) {
                    on.engine.operators().addOperator(name, on.call.option(QStringLiteral("person")),
                                                      on.call.option(QStringLiteral("role")), password, reply);
                }));
}

Result<ExitCode> listOperators(const OperatorCall& on)
{
    ENGINE_TRY_AS(const auto all, await<std::vector<OperatorSnapshot>>(
                                      [&](auto reply) { on.engine.operators().listOperators(reply); }));
    if (on.call.json) {
        printArray(all);
        return ExitOk;
    }
    for (const OperatorSnapshot& one : all)
        print(QStringLiteral("%1  %2  %3  %4")
                  .arg(displayText(one.name), displayText(one.person), Words::operatorRole(one.role),
                       Words::term(one.state)));
    return ExitOk;
}

Result<OperatorSnapshot> operatorNamed(EngineApi& engine, const QString& name)
{
    ENGINE_TRY_AS(const auto all,
                  await<std::vector<OperatorSnapshot>>([&](auto reply) { engine.operators().listOperators(reply); }));
    for (const OperatorSnapshot& one : all)
        if (one.name == name)
            return one;
    return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("operator"), name},
                          QStringLiteral("no operator '%1'").arg(name)));
}

/// What is not said stays.
Result<ExitCode> setOperator(const OperatorCall& on, const QString& role, std::optional<bool> enabled)
{
    ENGINE_TRY_AS(const OperatorSnapshot now, operatorNamed(on.engine, argument(on.call, 2)));
    const bool isEnabled = enabled.value_or(now.state != QStringLiteral("disabled"));
    return done(on.call, await<>([&](Reply<> reply) {
                    on.engine.operators().setOperator(now.name, role.isEmpty() ? now.role : role, isEnabled, reply);
                }));
}

Result<ExitCode> enableOperator(const OperatorCall& on)
{
    return setOperator(on, {}, true);
}

Result<ExitCode> disableOperator(const OperatorCall& on)
{
    return setOperator(on, {}, false);
}

Result<ExitCode> setRole(const OperatorCall& on)
{
    return setOperator(on, on.call.option(QStringLiteral("role")), std::nullopt);
}

Result<ExitCode> resetPassword(const OperatorCall& on)
{
    const QString name = argument(on.call, 2);
    ENGINE_TRY_AS(const QString password, readPassword(on.call, ClientText::tr("password of %1: ").arg(name)));
    return done(on.call, await<>([&](Reply<> reply) { on.engine.operators().resetPassword(name, password, reply); }));
}

Result<ExitCode> unlockOperator(const OperatorCall& on)
{
    return done(on.call,
                await<>([&](Reply<> reply) { on.engine.operators().unlockOperator(argument(on.call, 2), reply); }));
}

Result<ExitCode> reviewOn(const OperatorCall& on)
{
    return done(on.call, await<>([&](Reply<> reply) { on.engine.operators().setFourEyes(true, reply); }));
}

Result<ExitCode> reviewOff(const OperatorCall& on)
{
    return done(on.call, await<>([&](Reply<> reply) { on.engine.operators().setFourEyes(false, reply); }));
}

Result<qint64> changeNumber(const ClientCall& call)
{
    bool isNumber = false;
    const qint64 id = argument(call, 2).toLongLong(&isNumber);
    if (!isNumber || id < 1)
        return usageError(QStringLiteral("the number of a change, as 'review list' shows it"));
    return id;
}

Result<ExitCode> listChanges(const OperatorCall& on)
{
    const QString state =
        on.call.has(QStringLiteral("state")) ? on.call.option(QStringLiteral("state")) : QStringLiteral("waiting");
    ENGINE_TRY_AS(const auto found, await<std::vector<ReviewedChange>>([&](auto reply) {
                      on.engine.review().changes(state == u"all" ? QString() : state, 0, kPage, reply);
                  }));
    if (on.call.json) {
        printArray(found);
        return ExitOk;
    }
    for (const ReviewedChange& one : found)
        print(QStringLiteral("%1  %2  %3  %4  %5")
                  .arg(QString::number(one.id), Words::term(one.state), changeTitle(one), displayText(one.proposer),
                       Words::time(one.proposedUtcMs)));
    return ExitOk;
}

Result<ExitCode> showChange(const OperatorCall& on)
{
    ENGINE_TRY_AS(const qint64 id, changeNumber(on.call));
    ENGINE_TRY_AS(const ReviewedChange change,
                  await<ReviewedChange>([&](auto reply) { on.engine.review().change(id, reply); }));
    if (on.call.json) {
        printJson(toJson(change));
        return ExitOk;
    }
    print(QStringLiteral("%1  %2  %3").arg(QString::number(change.id), Words::term(change.state), changeTitle(change)));
    print(ClientText::tr("proposed by %1, %2").arg(displayText(change.proposer), Words::time(change.proposedUtcMs)));
    if (!change.reason.isEmpty())
        print(ClientText::tr("because: %1").arg(displayText(change.reason)));
    for (const ChangedField& field : changedFields(change)) {
        if (!field.differs)
            continue;
        print(QStringLiteral("  %1:").arg(field.name));
        print(QStringLiteral("    - %1").arg(field.before));
        print(QStringLiteral("    + %1").arg(field.after));
    }
    if (!change.reviewer.isEmpty())
        print(ClientText::tr("decided by %1, %2: %3")
                  .arg(displayText(change.reviewer), Words::time(change.decidedUtcMs), displayText(change.comment)));
    if (!change.event.isEmpty())
        print(eventText(change.event, change.args).cause);
    return ExitOk;
}

using Decide = void (ReviewApi::*)(qint64, const QString&, Reply<>);

template <Decide decide>
Result<ExitCode> decideChange(const OperatorCall& on)
{
    ENGINE_TRY_AS(const qint64 id, changeNumber(on.call));
    return done(on.call, await<>([&](Reply<> reply) {
                    (on.engine.review().*decide)(id, on.call.option(QStringLiteral("reason")), reply);
                }));
}

Result<ExitCode> withdrawChange(const OperatorCall& on)
{
    ENGINE_TRY_AS(const qint64 id, changeNumber(on.call));
    return done(on.call, await<>([&](Reply<> reply) { on.engine.review().withdrawChange(id, reply); }));
}

struct OperatorCommand : CommandForm {
    Result<ExitCode> (*run)(const OperatorCall&);
};

const OperatorCommand kCommands[] = {
    {{"sign-in", 0, "name", "password-file", "sign-in --name NAME [--password-file FILE]"}, signIn},
    {{"sign-out", 0, "", "", "sign-out"}, signOut},
    {{"whoami", 0, "", "", "whoami"}, whoAmI},
    {{"password", 0, "", "", "password (the present and the new one, from standard input)"}, changePassword},
    {{"operator add", 1, "person role", "password-file",
      "operator add NAME --person PERSON --role operator|reviewer|security|auditor|service [--password-file FILE]"},
     addOperator},
    {{"operator list", 0, "", "", "operator list"}, listOperators},
    {{"operator enable", 1, "", "", "operator enable NAME"}, enableOperator},
    {{"operator disable", 1, "", "", "operator disable NAME"}, disableOperator},
    {{"operator role", 1, "role", "", "operator role NAME --role ROLE"}, setRole},
    {{"operator reset", 1, "", "password-file", "operator reset NAME [--password-file FILE]"}, resetPassword},
    {{"operator unlock", 1, "", "", "operator unlock NAME"}, unlockOperator},
    {{"review on", 0, "", "", "review on"}, reviewOn},
    {{"review off", 0, "", "", "review off"}, reviewOff},
    {{"review list", 0, "", "state", "review list [--state waiting|done|failed|rejected|withdrawn|expired|stale|all]"},
     listChanges},
    {{"review show", 1, "", "", "review show NUMBER"}, showChange},
    {{"review explain", 1, "reason", "", "review explain NUMBER --reason TEXT"},
     decideChange<&ReviewApi::explainChange>},
    {{"review approve", 1, "", "reason", "review approve NUMBER [--reason TEXT]"},
     decideChange<&ReviewApi::approveChange>},
    {{"review reject", 1, "reason", "", "review reject NUMBER --reason TEXT"}, decideChange<&ReviewApi::rejectChange>},
    {{"review withdraw", 1, "", "", "review withdraw NUMBER"}, withdrawChange},
};

} // namespace

std::optional<Result<ExitCode>> runOperatorCommand(EngineApi& engine, const ClientCall& call,
                                                   const QString& dataDirectory)
{
    for (const OperatorCommand& command : kCommands) {
        if (!isOfForm(command, call))
            continue;
        if (auto right = checkForm(command, call); !right)
            return Result<ExitCode>(fail(right.error()));
        return command.run({engine, call, dataDirectory});
    }
    return std::nullopt;
}

QString operatorUsage()
{
    QString text;
    for (const OperatorCommand& command : kCommands)
        text += QStringLiteral("  ") + QString::fromLatin1(command.usage) + u'\n';
    return text;
}

Result<ExitCode> explainWaiting(EngineApi& engine, Result<ExitCode> ended, const QString& because)
{
    if (ended || ended.error().event != events::REV_WAITING)
        return ended;
    if (!because.isEmpty()) {
        const qint64 id = ended.error().args.value(0).toLongLong();
        ENGINE_TRY(await<>([&](Reply<> reply) { engine.review().explainChange(id, because, reply); }));
    }
    note(errorLine(ended.error()));
    return ExitWarning;
}

} // namespace busheng::cli
