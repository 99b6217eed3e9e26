// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/e2e/pg_scene.h"
#include "tests/support/mini_mariadb.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr qint64 kPartBytes = 1 << 20;
constexpr int kWithinMs = 60'000;
const QString kBy = QStringLiteral("赵六");
const QString kBadCard = QStringLiteral("110105194912310021");

QString name()
{
    return PgTwoNodes::subscriptionName();
}

} // namespace

/// The initial load on media, the quality gate, then the changes behind it (§6.1): two real nodes.
class TstOfflineStart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    /// Writers never rest; each end dies in the middle; a bad identity number is found; nothing is lost in between.
    void startsFromMediaWhileWritingGoesOn()
    {
        PgScene scene(m_servers, QStringLiteral("offline"), 4000);
        PgTwoNodes& nodes = scene.nodes();
        nodes.province().setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=offline.part.after=kill@2")});
        nodes.ministry().setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=inbound.check.after=kill@3")});
        QVERIFY_OK(scene.registerAll());
        // Rows that do not shrink, so that there are several parts; and a planted identity number.
        QVERIFY_OK(addCards(nodes, QStringLiteral("id = 3000")));
        QVERIFY_OK(nodes.atSource(QStringLiteral(
            "UPDATE person SET photo = (SELECT string_agg(decode(md5(random()::text || id || i), 'hex'), "
            "'') FROM generate_series(1, 64) i)")));
        QVERIFY_OK(nodes.subscribe(options()));
        QString stream;
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("order"), kWithinMs, [&](const NodeSnapshot& node) {
            return !subscriberOf(node).offline.state.isEmpty() && !(stream = subscriberOf(node).stream).isEmpty();
        }));
        QVERIFY_OK(scene.work(0, 30)); // before the package: it is in its rows

        // Killed when the second part is whole and nobody has noted it: it goes on by itself, behind the first.
        const QTemporaryDir media;
        QVERIFY_OK(order(nodes, stream, media.path()));
        QVERIFY_OK(nodes.province().waitForEnd(kWithinMs));
        QVERIFY_OK(scene.work(30, 30));
        QVERIFY_OK(nodes.reviveDead());
        QVERIFY_OK(waitForExport(nodes, QStringLiteral("complete")));
        QVERIFY_OK(scene.work(60, 30));
        const QStringList parts = QDir(media.path()).entryList({QStringLiteral("*.0*.zip")}, QDir::Files);
        QVERIFY2(parts.size() >= 3, qPrintable(parts.join(u' ')));
        QVERIFY(QDir(media.path()).entryList({QStringLiteral("*.partial")}, QDir::Files).isEmpty());
        for (const QString& file : QDir(media.path()).entryList(QDir::Files)) {
            QFile part(QDir(media.path()).filePath(file));
            QVERIFY(part.open(QIODevice::ReadOnly));
            const QByteArray content = part.readAll();
            QVERIFY(!content.contains("person") && !content.contains("11010519491231002X"));
        }

        // Import of two media, one after the other; the node dies in the middle.
        const QTemporaryDir second;
        QVERIFY(QFile::rename(QDir(media.path()).filePath(parts.back()), second.filePath(parts.back())));
        QVERIFY_OK(import(nodes, media.path()));
        QVERIFY_OK(nodes.ministry().waitForEnd(kWithinMs));
        QVERIFY_OK(nodes.reviveDead());
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("medium"), kWithinMs, [](const NodeSnapshot& node) {
            return subscriptionOf(node).offline.state == u"wantsPart";
        }));
        const OfflineSnapshot wanting = nodes.subscription()->offline;
        QCOMPARE(wanting.error, events::OFL_PART_MISSING);
        QVERIFY(wanting.errorArgs.contains(parts.back())); // which disk is missing is said
        QVERIFY_OK(import(nodes, second.path()));

        // The gate: it found the planted number, and holds what has come over the link since.
        QVERIFY_OK(waitForGate(nodes));
        QCOMPARE(nodes.subscription()->state, SubscriptionState::Checking);
        const auto report =
            cli::await<GateReport>([&](auto reply) { offline(nodes.ministry()).gateReport(name(), reply); });
        QVERIFY_OK(report);
        QCOMPARE(report->failedRules(), quint64{1});
        QCOMPARE(report->results.front().badRows, quint64{1});
        QCOMPARE(report->results.front().samples.front(), QStringLiteral("3000: ") + kBadCard);
        QVERIFY_OK(scene.work(90, 30));
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("kept"), kWithinMs, [](const NodeSnapshot& node) {
            const StagePositions at = subscriptionOf(node).positions;
            return at.received > at.applied;
        }));
        QCOMPARE(nodes.subscription()->changesApplied, quint64{0});
        const auto silent = cli::await<GateReport>(
            [&](auto reply) { offline(nodes.ministry()).decideGate(name(), true, kBy, QString(), reply); });
        QVERIFY(!silent);
        QCOMPARE(silent.error().event, events::CFG_BAD_VALUE);
        QVERIFY_OK(cli::await<GateReport>([&](auto reply) {
            offline(nodes.ministry()).decideGate(name(), true, kBy, QStringLiteral("一行待源端更正"), reply);
        }));
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY_OK(checkLedgers(nodes, report->digest));
    }

    /// Whatever is wrong with it: said why, nothing is taken, and the right package goes in afterwards.
    void refusesWrongPackages()
    {
        PgScene scene(m_servers, QStringLiteral("wrong"), 300);
        QVERIFY_OK(scene.registerAll());
        PgTwoNodes& nodes = scene.nodes();
        SubscriptionConfig config;
        config.offlineStart = true;
        QVERIFY_OK(nodes.subscribe(config));
        QVERIFY_OK(waitForExport(nodes, QStringLiteral("waiting")));
        const QString stream = subscriberOf(nodes.province().latest()).stream;
        const QTemporaryDir media;
        const auto noFolder = order(nodes, stream, QStringLiteral("/nonexistent"));
        QVERIFY(!noFolder);
        QCOMPARE(noFolder.error().event, events::CFG_BAD_PATH);
        QVERIFY_OK(order(nodes, stream, media.path()));
        QVERIFY_OK(waitForExport(nodes, QStringLiteral("complete")));
        const auto twice = order(nodes, stream, media.path());
        QVERIFY(!twice);
        QCOMPARE(twice.error().event, events::OFL_STATE);

        const QTemporaryDir empty;
        QCOMPARE(refusal(nodes, empty.path()), QStringLiteral("there is no manifest of a package in it"));
        const QDir directory(media.path());
        const QString manifest =
            directory.filePath(directory.entryList({QStringLiteral("*.manifest.zip")}, QDir::Files).front());
        QVERIFY(QFile::copy(manifest, empty.filePath(QStringLiteral("a.manifest.zip"))));
        change(empty.filePath(QStringLiteral("a.manifest.zip")), "manifest.sealed");
        QCOMPARE(refusal(nodes, empty.path()), QStringLiteral("it was changed or damaged"));
        // A part that was changed is found when it is read; then the right one goes in.
        const QString part =
            directory.filePath(directory.entryList({QStringLiteral("*.001.zip")}, QDir::Files).front());
        QVERIFY(QFile::copy(part, empty.filePath(QStringLiteral("whole"))));
        change(part, "packets.1");
        QVERIFY_OK(import(nodes, media.path()));
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("damage"), kWithinMs, [](const NodeSnapshot& node) {
            return subscriptionOf(node).offline.state == u"failed";
        }));
        QCOMPARE(nodes.subscription()->offline.error, events::OFL_REFUSED);
        QVERIFY(QFile::remove(part) && QFile::copy(empty.filePath(QStringLiteral("whole")), part));
        QVERIFY_OK(import(nodes, media.path()));
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        const auto again = import(nodes, media.path());
        QVERIFY(!again);
        QCOMPARE(again.error().event, events::OFL_STATE);
        // Begun anew it is another stream: the old package is not for it.
        QVERIFY_OK(
            cli::await<>([&](auto reply) { nodes.ministry().engine().flow().reload(name(), QString(), reply); }));
        QCOMPARE(refusal(nodes, media.path()), QStringLiteral("it is of an earlier start, or of another subscription"));
    }

    /// The gate is no matter of media: a load over the link waits as well, and a rejected one may be asked again.
    void holdsALoadOverTheLink()
    {
        SubscriptionConfig config = options();
        config.offlineStart = false;
        PgScene scene(m_servers, QStringLiteral("gate"), 300, config);
        QVERIFY_OK(scene.registerAll());
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(addCards(nodes, QStringLiteral("id = 7")));
        QVERIFY_OK(nodes.subscribe());
        QVERIFY_OK(waitForGate(nodes));
        const auto decided = [&](bool isSigned) {
            return cli::await<GateReport>([&](auto reply) {
                offline(nodes.ministry()).decideGate(name(), isSigned, kBy, QStringLiteral("理由"), reply);
            });
        };
        QVERIFY_OK(decided(false));
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("rejected"), kWithinMs, [](const NodeSnapshot& node) {
            return subscriptionOf(node).error == events::GTE_REJECTED;
        }));
        QVERIFY_OK(nodes.atTarget(QStringLiteral("UPDATE person SET card = NULL WHERE id = 7")));
        const auto asked =
            cli::await<GateReport>([&](auto reply) { offline(nodes.ministry()).askGateAgain(name(), reply); });
        QVERIFY_OK(asked);
        QCOMPARE(asked->failedRules(), quint64{0});
        QVERIFY_OK(decided(true));
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
    }

    /// Media carry rows to a database of another kind too: its tables are made, its rules are asked in its own words.
    void startsAtAnotherKindOfDatabase()
    {
        const QString database = QStringLiteral("unlike_offline");
        MiniMariaDb mariaDb;
        QVERIFY_OK(mariaDb.start());
        QVERIFY_OK(m_servers.source.run(QStringLiteral("CREATE DATABASE ") + database));
        QVERIFY_OK(mariaDb.run(QStringLiteral("CREATE DATABASE ") + database, QStringLiteral("mysql")));
        SubscriptionConfig config;
        config.offlineStart = true;
        config.gate = QStringLiteral("onFindings");
        const QString person = database + QStringLiteral(".person");
        config.gateRules = {
            {person, QStringLiteral("idCard"), {QStringLiteral("card")}},
            {person, QStringLiteral("range"), {QStringLiteral("born")}, QStringLiteral("1940-01-01..2026-12-31")},
            {person, QStringLiteral("rows"), {}, QStringLiteral("2000..2000")},
            {{}, QStringLiteral("sql"), {}, QStringLiteral("SELECT id FROM `person` WHERE char_length(name) > 9")}};
        PgTwoNodes nodes(m_servers.source, mariaDb,
                         {database, {QStringLiteral("public.person"), QStringLiteral("public.mark")}, 512, config, {}});
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.atSource(
            QStringLiteral(
                "CREATE TABLE person (id bigint PRIMARY KEY, name text, card varchar(18), paid numeric(12,2),"
                " born date, changed timestamp(3));"
                "CREATE TABLE mark (id bigint PRIMARY KEY);"
                "INSERT INTO person SELECT i, '张三' || i, CASE i WHEN 1500 THEN '%1' ELSE "
                "'11010519491231002X' END, i / 7.0, date '1950-01-01' + i, timestamp '2026-01-01 08:00' + i "
                "* interval '1 ms' FROM generate_series(1, 2000) i")
                .arg(kBadCard)));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.registerAll());
        QVERIFY_OK(nodes.subscribe());
        QVERIFY_OK(waitForExport(nodes, QStringLiteral("waiting")));
        const QTemporaryDir media;
        QVERIFY_OK(order(nodes, subscriberOf(nodes.province().latest()).stream, media.path()));
        QVERIFY_OK(waitForExport(nodes, QStringLiteral("complete")));
        QVERIFY_OK(nodes.atSource(QStringLiteral("UPDATE person SET name = name || '𠮷' WHERE id < 100;"
                                                 "DELETE FROM person WHERE id > 1900;"
                                                 "INSERT INTO person VALUES (5000, '', NULL, 0.01, NULL, NULL)")));
        QVERIFY_OK(import(nodes, media.path()));
        QVERIFY_OK(waitForGate(nodes));
        const auto report =
            cli::await<GateReport>([&](auto reply) { offline(nodes.ministry()).gateReport(name(), reply); });
        QVERIFY_OK(report);
        for (const GateRuleResult& result : report->results)
            QVERIFY2(result.error.isEmpty(), qPrintable(result.error));
        QCOMPARE(report->failedRules(), quint64{1});
        QCOMPARE(report->results.front().samples, QStringList(QStringLiteral("1500: ") + kBadCard));
        QVERIFY_OK(cli::await<GateReport>([&](auto reply) {
            offline(nodes.ministry()).decideGate(name(), true, kBy, QStringLiteral("一行待源端更正"), reply);
        }));
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT count(*) FROM person")).value_or(QString()),
                 QStringLiteral("1901"));
        const auto verified = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(verified);
        QCOMPARE(verified->state, QStringLiteral("equal"));
        nodes.province().kill();
        nodes.ministry().kill();
        QVERIFY_OK(PgTwoNodes::dropSlots(m_servers.source));
    }

private:
    static SubscriptionConfig options()
    {
        SubscriptionConfig config;
        config.offlineStart = true;
        config.gate = QStringLiteral("signOff");
        const QString person = QStringLiteral("public.person");
        config.gateRules = {
            {person, QStringLiteral("idCard"), {QStringLiteral("card")}},
            {person, QStringLiteral("unique"), {QStringLiteral("id")}},
            {person, QStringLiteral("notNull"), {QStringLiteral("name")}},
            {{}, QStringLiteral("sql"), {}, QStringLiteral("SELECT id FROM account WHERE balance < -99999")}};
        return config;
    }

    /// A right identity number for everybody, but for whom `where` says.
    static Result<> addCards(PgTwoNodes& nodes, const QString& where)
    {
        const QString column = QStringLiteral("ALTER TABLE person ADD COLUMN card text");
        ENGINE_TRY(nodes.atTarget(column));
        ENGINE_TRY(nodes.atSource(column));
        ENGINE_TRY(nodes.atSource(
            QStringLiteral("UPDATE person SET card = CASE WHEN %1 THEN '%2' ELSE '11010519491231002X' END")
                .arg(where, kBadCard)));
        return {};
    }

    static OfflineApi& offline(cli::NodeProcess& node) { return node.engine().offline(); }

    static PublicationSnapshot::Subscriber subscriberOf(const NodeSnapshot& node)
    {
        return node.publications.empty() || node.publications.front().subscribers.empty()
                   ? PublicationSnapshot::Subscriber()
                   : node.publications.front().subscribers.front();
    }

    static SubscriptionSnapshot subscriptionOf(const NodeSnapshot& node)
    {
        return node.subscriptions.empty() ? SubscriptionSnapshot() : node.subscriptions.front();
    }

    static Result<> order(PgTwoNodes& nodes, const QString& stream, const QString& directory)
    {
        return cli::await<>(
            [&](auto reply) { offline(nodes.province()).exportPackage(stream, directory, kPartBytes, kBy, reply); });
    }

    static Result<> import(PgTwoNodes& nodes, const QString& directory)
    {
        return cli::await<>(
            [&](auto reply) { offline(nodes.ministry()).importPackage(name(), directory, kBy, reply); });
    }

    static QString refusal(PgTwoNodes& nodes, const QString& directory)
    {
        const auto imported = import(nodes, directory);
        return imported ? QStringLiteral("taken") : imported.error().args.value(1);
    }

    static Result<> waitForExport(PgTwoNodes& nodes, const QString& state)
    {
        return nodes.province().waitFor(
            state, kWithinMs, [&state](const NodeSnapshot& node) { return subscriberOf(node).offline.state == state; });
    }

    static Result<> waitForGate(PgTwoNodes& nodes)
    {
        return nodes.ministry().waitFor(QStringLiteral("gate"), kWithinMs, [](const NodeSnapshot& node) {
            return subscriptionOf(node).gate.state == u"waiting";
        });
    }

    /// A byte of the content of this entry of a zip archive.
    static void change(const QString& path, const QByteArray& entry)
    {
        constexpr qint64 kInside = 300;
        QFile file(path);
        if (!file.open(QIODevice::ReadWrite))
            qFatal("%s", qPrintable(file.errorString()));
        const qint64 at = file.readAll().indexOf(entry) + entry.size() + kInside;
        file.seek(at);
        const QByteArray byte = file.peek(1);
        file.putChar(static_cast<char>(byte.front() ^ 0x20));
    }

    /// Both ends say, signed into their chains, where the package ends and that the changes begin right there.
    static Result<> checkLedgers(PgTwoNodes& nodes, const QString& reportDigest)
    {
        const auto linesOf = [](cli::NodeProcess& node) {
            return cli::await<std::vector<LedgerRow>>(
                [&](auto reply) { node.engine().security().ledgerLines(0, 10'000, reply); });
        };
        ENGINE_TRY_AS(const std::vector<LedgerRow> out, linesOf(nodes.province()));
        ENGINE_TRY_AS(const std::vector<LedgerRow> in, linesOf(nodes.ministry()));
        const auto find = [](const std::vector<LedgerRow>& lines, const QString& kind) {
            const auto found = std::ranges::find(lines, kind, &LedgerRow::kind);
            return found == lines.end() ? LedgerRow() : *found;
        };
        const LedgerRow continued = find(out, QStringLiteral("package"));
        const LedgerRow imported = find(in, QStringLiteral("package"));
        const LedgerRow gate = find(in, QStringLiteral("gate"));
        const bool joins = continued.sequence > 0 && continued.sequence == imported.sequence &&
                           continued.digest == imported.digest && continued.upToPosition == imported.upToPosition;
        const auto next = std::ranges::find_if(out, [&](const LedgerRow& line) {
            return line.kind == u"packet" && line.sequence == continued.sequence + 1;
        });
        if (!joins || next == out.end() || next->fromPosition != continued.upToPosition)
            return fail(ErrorCode::Conflict,
                        QStringLiteral("the ledgers do not say that the changes join the package"));
        if (gate.digest != reportDigest || gate.by != kBy || gate.outcome != u"signed")
            return fail(ErrorCode::Conflict, QStringLiteral("the ledger does not say who signed what"));
        return {};
    }

    PgServers m_servers;
};

BUSHENG_TEST(TstOfflineStart)
#include "tst_offline_start.moc"
