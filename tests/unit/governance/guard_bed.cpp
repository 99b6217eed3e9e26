// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/governance/guard_bed.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <optional>

namespace busheng::test {
namespace {

constexpr quint32 kCheap = 1000;

} // namespace

GuardBed::GuardBed()
    : directory(QDir(QStringLiteral("/dev/shm")).exists() ? QStringLiteral("/dev/shm/busheng-XXXXXX") : QString())
{
    auto opened = Journal::open(directory.filePath(QStringLiteral("journal.sqlite")));
    if (!opened)
        qFatal("%s", qPrintable(opened.error().toString()));
    journal = std::move(*opened);
    GateContext context{engine, [this]() -> Result<Journal*> { return journal.get(); }, clock, systemRandom(),
                        [this](std::function<Result<Bytes>()> work, std::function<void(Result<Bytes>)> done) {
                            if (holdsPasswords)
                                held.push_back([work, done] { done(work()); });
                            else
                                done(work());
                        }};
    context.iterations = kCheap;
    context.raise = [this](const Error& error, const QString& subject) { raised.append(error.event + u' ' + subject); };
    context.clear = [this](const QString& event, const QString& subject) { cleared.append(event + u' ' + subject); };
    const QString waiting = QStringLiteral("waiting/");
    context.held.hold = [this, waiting](const QString& ticket, BytesView secret) -> Result<> {
        vault[waiting + ticket] = Bytes(secret);
        return {};
    };
    context.held.use = [this, waiting](const QString& ticket, const QString& name, const QString&) -> Result<> {
        vault[name] = vault.at(waiting + ticket);
        return {};
    };
    context.held.drop = [this, waiting](const QString& ticket) -> Result<> {
        vault.erase(waiting + ticket);
        return {};
    };
    context.held.tickets = [this, waiting] {
        QStringList tickets;
        for (const auto& [name, secret] : vault) {
            if (name.startsWith(waiting))
                tickets.append(name.mid(waiting.size()));
        }
        return tickets;
    };
    guard = std::make_unique<Guard>(std::move(context));
}

GateCaller GuardBed::newCaller() const
{
    return std::make_shared<LocalApiGuard::Caller>(LocalApiGuard::Caller{QStringLiteral("1000"), 42, {}});
}

Result<QJsonValue> GuardBed::ask(const GateCaller& caller, const char* method, const QJsonObject& params)
{
    std::optional<Result<QJsonValue>> answer;
    int answers = 0;
    guard->call(caller, QString::fromLatin1(method), params, [&](Result<QJsonValue> result) {
        answer = std::move(result);
        ++answers;
    });
    if (!answer && !QTest::qWaitFor([&] { return answer.has_value(); }))
        return fail(ErrorCode::Timeout, QStringLiteral("no answer"));
    if (answers != 1)
        return fail(ErrorCode::Internal, QStringLiteral("%1 answers").arg(answers));
    return *answer;
}

GateCaller GuardBed::signedIn(const QString& name, const QString& password)
{
    GateCaller caller = newCaller();
    const auto answer = ask(caller, "signIn", {{QStringLiteral("name"), name}, {QStringLiteral("password"), password}});
    if (!answer)
        qFatal("%s: %s", qPrintable(name), qPrintable(answer.error().toString()));
    return caller;
}

void GuardBed::employEverybody()
{
    const auto add = [this](const GateCaller& by, const QString& name, const char* role) {
        const auto added = ask(by, "addOperator",
                               {{QStringLiteral("name"), name},
                                {QStringLiteral("person"), QString(u"person " + name)},
                                {QStringLiteral("role"), QString::fromLatin1(role)},
                                {QStringLiteral("password"), kOtherPassword}});
        if (!added)
            qFatal("%s: %s", qPrintable(name), qPrintable(added.error().toString()));
        GateCaller caller = signedIn(name, kOtherPassword);
        const auto changed =
            ask(caller, "changePassword",
                {{QStringLiteral("present"), kOtherPassword}, {QStringLiteral("wanted"), kGoodPassword}});
        if (!changed)
            qFatal("%s: %s", qPrintable(name), qPrintable(changed.error().toString()));
        return caller;
    };
    root = add(newCaller(), QStringLiteral("root"), "security");
    li = add(root, QStringLiteral("li"), "operator");
    wang = add(root, QStringLiteral("wang"), "reviewer");
    shen = add(root, QStringLiteral("shen"), "auditor");
    program = add(root, QStringLiteral("oa"), "service");
}

std::vector<LedgerEntry> GuardBed::lines(int limit)
{
    return journal->ledgerPage({}, 0, limit).value();
}

bool GuardBed::hasLine(const QString& kind, const QString& outcome, const QString& by)
{
    return std::ranges::any_of(lines(1000), [&](const LedgerEntry& line) {
        return line.kind == kind && line.outcome == outcome && line.by == by;
    });
}

QString refusal(const Result<QJsonValue>& answer)
{
    return answer ? QString() : answer.error().event;
}

} // namespace busheng::test
