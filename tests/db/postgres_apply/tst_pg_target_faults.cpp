// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/model/events.h"
#include "tests/db/postgres_apply/pg_stream_fixture.h"
#include "tests/support/test_main.h"

#include <sys/wait.h>
#include <unistd.h>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTable = QStringLiteral("CREATE TABLE account(id bigint PRIMARY KEY, owner text, changed int); "
                                      "CREATE TABLE bag(a int, b text)");
const QString kStream = QStringLiteral("340000>100000/1");

} // namespace

/// Rows that the target does not take: set aside while the rest goes on, or settled as the policy says
/// (docs/apply-errors.md).
class TstPgTargetFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void cleanup() { QVERIFY_OK(failpoint::configure({})); }
    void setsAsideWhatIsRefused_data();
    void setsAsideWhatIsRefused();
    void setsAsideWhatFollowsBehind();
    void setsAsideManyInOneSet();
    void setsAsideRowsWithoutAKey();
    void resolvesWhatIsSentAgain();
    void stopsWithTheRowTheReasonAndThePacket_data();
    void stopsWithTheRowTheReasonAndThePacket();
    void setsAsideRowsOfALoad();
    void knowsRowsOfALoadBehindACommit();
    void settlesAConflict_data();
    void settlesAConflict();
    void comesToTheSameRowAtBothEnds_data();
    void comesToTheSameRowAtBothEnds();
    void keepsWhatFollowsAnOpenConflict();
    void keepsOnlySoManySettled();
    void survivesBeingKilledAnywhere_data();
    void survivesBeingKilledAnywhere();

private:
    static void modes()
    {
        QTest::addColumn<bool>("strict");
        QTest::addColumn<int>("company"); ///< operations beside, so that there is a set
        QTest::newRow("sets") << false << 200;
        QTest::newRow("few") << false << 3;
        QTest::newRow("strict") << true << 200;
    }
    static void prepare(PgApplyFixture& f, DatasetSchema& schema)
    {
        QVERIFY_OK(f.create());
        f.onSource(kTable);
        schema = f.schema({QStringLiteral("account"), QStringLiteral("bag")});
        QVERIFY_OK(f.open());
        QVERIFY_OK(f.createStructure(schema));
        f.insert(schema.tables[0], QStringLiteral("SELECT i, 'o', 0 FROM generate_series(1, 100) i"));
        f.insert(schema.tables[1], QStringLiteral("SELECT i % 10, 'b' FROM generate_series(1, 30) i"));
        QVERIFY_OK(f.apply(schema));
    }
    static void company(PgApplyFixture& f, const DatasetSchema& schema, int count)
    {
        f.insert(schema.tables[0], QStringLiteral("SELECT greatest(max(id), 1000) + i, 'n', 1 FROM account, "
                                                  "generate_series(1, %1) i GROUP BY i")
                                       .arg(count));
    }
    static QString truth(bool value) { return value ? QStringLiteral("t") : QStringLiteral("f"); }
    static QString exceptions(PgApplyFixture& f, const QString& columns)
    {
        return f.askTarget(
            QStringLiteral("SELECT string_agg(concat_ws('|', %1), E'\\n' ORDER BY id) FROM busheng.exceptions")
                .arg(columns));
    }

    MiniPostgres m_server;
};

void TstPgTargetFaults::setsAsideWhatIsRefused_data()
{
    QTest::addColumn<bool>("strict");
    QTest::addColumn<int>("company");
    QTest::addColumn<QString>("atTarget");
    QTest::addColumn<QString>("state");
    for (const bool strict : {false, true}) {
        for (const int company : {3, 200}) {
            const auto add = [&](const char* name, const char* sql, const char* state) {
                QTest::addRow("%s, %s, %d", name, strict ? "strict" : "sets", company)
                    << strict << company << QString::fromLatin1(sql) << QString::fromLatin1(state);
            };
            add("check", "ALTER TABLE account ADD CHECK (id <> 500)", "23514");
            add("not null", "ALTER TABLE account ALTER changed SET NOT NULL", "23502");
            add("unique",
                "ALTER TABLE account ADD UNIQUE (owner, id); CREATE UNIQUE INDEX ON account "
                "((CASE WHEN id IN (7, 500) THEN 1 ELSE id + 1000 END))",
                "23505");
            add("too long", "ALTER TABLE account ALTER owner TYPE varchar(4)", "22001");
            add("trigger",
                "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.id = 500 THEN RAISE "
                "'not this one'; END IF; RETURN new; END $$; CREATE TRIGGER t BEFORE INSERT ON account FOR EACH "
                "ROW EXECUTE FUNCTION no(); ALTER TABLE account ENABLE ALWAYS TRIGGER t",
                "P0001");
        }
    }
}

void TstPgTargetFaults::setsAsideWhatIsRefused()
{
    QFETCH(const bool, strict);
    QFETCH(const int, company);
    QFETCH(const QString, atTarget);
    QFETCH(const QString, state);
    PgApplyFixture f(m_server);
    f.config.strict = strict;
    f.config.faults.rowErrors = RowErrorPolicy::SetAside;
    DatasetSchema schema;
    prepare(f, schema);
    f.onTarget(atTarget);
    TstPgTargetFaults::company(f, schema, company);
    f.insert(schema.tables[0], QStringLiteral("500, 'five hundred', NULL"));
    f.update(schema.tables[0], QStringLiteral("changed = 9"), QStringLiteral("id <= %1").arg(company / 3));
    f.erase(schema.tables[1], QStringLiteral("a = 4"));
    QVERIFY_OK(f.apply(schema));
    f.onSource(QStringLiteral("DELETE FROM account WHERE id = 500"));
    QVERIFY(f.isSame(schema));
    QCOMPARE(exceptions(f, QStringLiteral("stream, kind, state, sequence, position, table_name, operation, key, "
                                          "sql_state, new_row::json->>'owner', new_row::json->>'changed' IS NULL, "
                                          "current_row, attempts")),
             QStringLiteral("%1|error|open|2|20|public.account|insert|500|%2|five hundred|t||1").arg(kStream, state));
    QVERIFY(!f.askTarget(QStringLiteral("SELECT message FROM busheng.exceptions")).isEmpty());
    QVERIFY(f.writer->takeFaultsChanged());
    QVERIFY(!f.writer->takeFaultsChanged());
    const auto faults = f.writer->faults(kStream);
    QVERIFY_OK(faults);
    QCOMPARE(faults->openErrors, quint64{1});
    QCOMPARE(faults->openConflicts, quint64{0});
    // The next commits go on as fast as ever.
    TstPgTargetFaults::company(f, schema, company);
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
}

/// The row's later changes find it missing: they are set aside as well, in order, and one that is taken again is taken.
void TstPgTargetFaults::setsAsideWhatFollowsBehind()
{
    PgApplyFixture f(m_server);
    f.config.faults.rowErrors = RowErrorPolicy::SetAside;
    DatasetSchema schema;
    prepare(f, schema);
    f.onTarget(QStringLiteral("ALTER TABLE account ADD CHECK (changed <> 13)"));
    f.insert(schema.tables[0], QStringLiteral("500, 'first', 13"));
    f.update(schema.tables[0], QStringLiteral("changed = 14"), QStringLiteral("id = 500"));
    f.update(schema.tables[0], QStringLiteral("changed = 13"), QStringLiteral("id = 7"));
    f.update(schema.tables[0], QStringLiteral("changed = 15"), QStringLiteral("id = 7"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY_OK(f.open()); // another process
    f.erase(schema.tables[0], QStringLiteral("id = 500"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    QCOMPARE(exceptions(f, QStringLiteral("operation, key, sequence, kind")),
             QStringLiteral("insert|500|2|error\nupdate|500|2|error\nupdate|7|2|error\ndelete|500|3|error"));
    // A row that nothing is known of is another matter: there the policy of conflicts stops.
    f.onTarget(QStringLiteral("DELETE FROM account WHERE id = 50"));
    f.update(schema.tables[0], QStringLiteral("changed = 1"), QStringLiteral("id = 50"));
    const auto stopped = f.apply(schema);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().event, events::TGT_CONFLICT);
}

void TstPgTargetFaults::setsAsideManyInOneSet()
{
    PgApplyFixture f(m_server);
    f.config.faults.rowErrors = RowErrorPolicy::SetAside;
    DatasetSchema schema;
    prepare(f, schema);
    f.onTarget(QStringLiteral("ALTER TABLE account ADD CHECK (id < 1000 OR id % 3 <> 0)"));
    f.insert(schema.tables[0], QStringLiteral("SELECT i, 'x', 0 FROM generate_series(1000, 3999) i"));
    QVERIFY_OK(f.apply(schema));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT count(*) FROM account WHERE id >= 1000")), QStringLiteral("2000"));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT count(*) || ' ' || count(DISTINCT key) FROM busheng.exceptions")),
             QStringLiteral("1000 1000"));
    // Statements that failed do not pile up at the server.
    QCOMPARE(f.askTarget(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'")),
             QStringLiteral("0"));
}

void TstPgTargetFaults::setsAsideRowsWithoutAKey()
{
    PgApplyFixture f(m_server);
    f.config.faults.rowErrors = RowErrorPolicy::SetAside;
    DatasetSchema schema;
    prepare(f, schema);
    f.onTarget(QStringLiteral("ALTER TABLE bag ADD CHECK (a <> 77)"));
    f.insert(schema.tables[1], QStringLiteral("77, 'no'"));
    f.insert(schema.tables[1], QStringLiteral("78, 'yes'"));
    f.erase(schema.tables[1], QStringLiteral("a = 77"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    QCOMPARE(exceptions(f, QStringLiteral("operation, key, new_row, old_row")),
             QStringLiteral("insert|77, no|{\"a\":\"77\",\"b\":\"no\"}|\ndelete|77, no||{\"a\":\"77\",\"b\":\"no\"}"));
}

void TstPgTargetFaults::resolvesWhatIsSentAgain()
{
    PgApplyFixture f(m_server);
    f.config.faults.rowErrors = RowErrorPolicy::SetAside;
    DatasetSchema schema;
    prepare(f, schema);
    f.onTarget(QStringLiteral("ALTER TABLE account ADD CONSTRAINT c CHECK (changed <> 13)"));
    f.insert(schema.tables[0], QStringLiteral("500, 'x', 13"));
    f.insert(schema.tables[0], QStringLiteral("501, 'x', 13"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY_OK(f.open());
    // Still so: said again, not listed twice.
    f.add(ChangeKind::Upsert, schema.tables[0].id, {}, f.row(QStringLiteral("500::bigint, 'y'::text, 13")));
    QVERIFY_OK(f.apply(schema));
    QCOMPARE(exceptions(f, QStringLiteral("key, state, attempts, new_row::json->>'owner'")),
             QStringLiteral("500|open|2|y\n501|open|1|x"));
    f.onTarget(QStringLiteral("ALTER TABLE account DROP CONSTRAINT c"));
    f.add(ChangeKind::Upsert, schema.tables[0].id, {}, f.row(QStringLiteral("500::bigint, 'x'::text, 13")));
    f.onSource(QStringLiteral("DELETE FROM account WHERE id = 501"));
    f.add(ChangeKind::Remove, schema.tables[0].id, f.row(QStringLiteral("501::bigint")), {});
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    QCOMPARE(exceptions(f, QStringLiteral("key, state, outcome")),
             QStringLiteral("500|resolved|source\n501|resolved|source"));
    const auto faults = f.writer->faults(kStream);
    QVERIFY_OK(faults);
    QCOMPARE(faults->openErrors, quint64{0});
}

void TstPgTargetFaults::stopsWithTheRowTheReasonAndThePacket_data()
{
    modes();
}

void TstPgTargetFaults::stopsWithTheRowTheReasonAndThePacket()
{
    QFETCH(const bool, strict);
    QFETCH(const int, company);
    PgApplyFixture f(m_server);
    f.config.strict = strict;
    DatasetSchema schema;
    prepare(f, schema);
    f.onTarget(QStringLiteral("ALTER TABLE account ADD CHECK (id <> 500)"));
    TstPgTargetFaults::company(f, schema, company);
    f.insert(schema.tables[0], QStringLiteral("500, 'x', 0"));
    const auto stopped = f.apply(schema);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().event, events::TGT_CONFLICT);
    QCOMPARE(stopped.error().args.mid(0, 2), (QStringList{QStringLiteral("public.account"), QStringLiteral("500")}));
    QVERIFY2(stopped.error().args.value(2).contains(QStringLiteral("23514")), qPrintable(stopped.error().toString()));
    QCOMPARE(stopped.error().args.value(3), QStringLiteral("packet 2, insert"));
    QVERIFY(exceptions(f, QStringLiteral("id")).isEmpty());
}

/// The quality check does not miss them, and another load begins without them.
void TstPgTargetFaults::setsAsideRowsOfALoad()
{
    PgStreamFixture f(m_server);
    f.data.config.faults.rowErrors = RowErrorPolicy::SetAside;
    QVERIFY_OK(f.data.create());
    f.data.both(kTable);
    f.data.onTarget(QStringLiteral("ALTER TABLE account ADD CONSTRAINT c CHECK (id % 10 <> 3)"));
    f.data.onSource(QStringLiteral("INSERT INTO account SELECT i, 'o', 0 FROM generate_series(1, 1000) i"));
    const DatasetSchema schema = f.data.schema({QStringLiteral("account")});
    PacketFeed feed;
    f.load(feed, schema);
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play(feed.packets()));
    QVERIFY2(f.findings.isEmpty(), qPrintable(f.findings.join(u'\n')));
    QCOMPARE(f.applier->checkpoint().state, SubscriptionState::CatchingUp);
    QCOMPARE(f.data.askTarget(QStringLiteral("SELECT count(*) FROM account")), QStringLiteral("900"));
    QCOMPARE(f.data.askTarget(QStringLiteral("SELECT count(*) || min(operation) FROM busheng.exceptions")),
             QStringLiteral("100load"));
    f.data.onTarget(QStringLiteral("ALTER TABLE account DROP CONSTRAINT c"));
    feed.loadBegin(2, 20);
    Block rows(schema.tables[0].id);
    for (const Bytes& row : f.data.sourceRows(schema.tables[0]))
        rows.upsert(row);
    feed.loadRows(rows).loadEnd(20, {1000}).seal();
    QVERIFY_OK(f.play(feed.packets()));
    QVERIFY(f.findings.isEmpty());
    QCOMPARE(f.data.askTarget(QStringLiteral("SELECT count(*) FROM busheng.exceptions WHERE state = 'open'")),
             QStringLiteral("0"));
    QVERIFY(f.data.isSame(schema));
}

/// A load has many commits, and the first rows behind each are rows of the load as well.
void TstPgTargetFaults::knowsRowsOfALoadBehindACommit()
{
    PgStreamFixture f(m_server);
    f.data.config.faults.rowErrors = RowErrorPolicy::SetAside;
    f.options.commitRows = 1;
    QVERIFY_OK(f.data.create());
    f.data.both(kTable);
    f.data.onTarget(QStringLiteral("ALTER TABLE account ADD CONSTRAINT c CHECK (id % 10 <> 3)"));
    f.data.onSource(QStringLiteral("INSERT INTO account SELECT i, 'o', 0 FROM generate_series(1, 300) i"));
    const DatasetSchema schema = f.data.schema({QStringLiteral("account")});
    const std::vector<Bytes> rows = f.data.sourceRows(schema.tables[0]);
    PacketFeed feed;
    feed.structure(schema).loadBegin(1, 10).seal();
    for (std::size_t packet = 0; packet < 3; ++packet) {
        Block block(schema.tables[0].id);
        for (std::size_t i = packet * 100; i < (packet + 1) * 100; ++i)
            block.upsert(rows.at(i));
        feed.loadRows(block).seal();
    }
    feed.loadEnd(10, {300}).seal();
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play(feed.packets()));
    QVERIFY2(f.findings.isEmpty(), qPrintable(f.findings.join(u'\n')));
    QCOMPARE(f.applier->checkpoint().state, SubscriptionState::CatchingUp);
    QCOMPARE(f.data.askTarget(QStringLiteral("SELECT count(*) || min(operation) || max(operation) FROM "
                                             "busheng.exceptions")),
             QStringLiteral("30loadload"));
}

void TstPgTargetFaults::settlesAConflict_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("atTarget"); ///< who else changed the target
    QTest::addColumn<QString>("kind");     ///< of change
    QTest::addColumn<QString>("left");     ///< row 7 or 500 of the target: owner/changed
    QTest::addColumn<QString>("listed");   ///< state and outcome
    QTest::addColumn<int>("company");
    const char* const there = "INSERT INTO account VALUES (500, 'theirs', 5)";
    const char* const gone = "DELETE FROM account WHERE id = 7";
    const char* const changed = "UPDATE account SET owner = 'theirs', changed = 5 WHERE id = 7";
    for (const int company : {3, 200}) {
        const auto add = [company](const char* rule, const char* sql, const char* kind, const char* left,
                                   const char* listed) {
            QTest::addRow("%s: %s, %s, %d", rule, kind,
                          QString::fromLatin1(sql).section(u' ', 0, 0).toUtf8().constData(), company)
                << QString::fromLatin1(rule) << QString::fromLatin1(sql) << QString::fromLatin1(kind)
                << QString::fromLatin1(left) << QString::fromLatin1(listed) << company;
        };
        add("sourceWins", there, "insert", "ours/3", "settled source (sourceWins)");
        add("sourceWins", gone, "update", "ours/3", "settled source (sourceWins)");
        add("sourceWins", changed, "update", "ours/3", "settled source (sourceWins)");
        add("sourceWins", gone, "delete", "", "settled source (sourceWins)");
        add("sourceWins", changed, "delete", "", "settled source (sourceWins)");
        add("targetWins", there, "insert", "theirs/5", "settled target (targetWins)");
        add("targetWins", gone, "update", "", "settled target (targetWins)");
        add("targetWins", changed, "update", "theirs/5", "settled target (targetWins)");
        add("targetWins", gone, "delete", "", "settled source (targetWins)");
        add("targetWins", changed, "delete", "theirs/5", "settled target (targetWins)");
        add("newer:changed", there, "insert", "theirs/5", "settled target (newer:changed)");
        add("newer:changed", gone, "update", "ours/3", "settled source (newer:changed)");
        add("newer:changed", changed, "update", "theirs/5", "settled target (newer:changed)");
        add("newer:changed", changed, "update to 8", "ours/8", "settled source (newer:changed)");
        add("newer:changed", changed, "delete", "theirs/5", "settled target (newer:changed)");
        add("newer:nothing", changed, "update", "theirs/5", "open ");
        add("ask", there, "insert", "theirs/5", "open ");
        add("ask", gone, "update", "", "open ");
        add("ask", changed, "update", "theirs/5", "open ");
        add("ask", changed, "delete", "theirs/5", "open ");
        add("ask", gone, "delete", "", "settled source (ask)");
    }
}

void TstPgTargetFaults::settlesAConflict()
{
    QFETCH(const QString, rule);
    QFETCH(const QString, atTarget);
    QFETCH(const QString, kind);
    QFETCH(const QString, left);
    QFETCH(const QString, listed);
    QFETCH(const int, company);
    PgApplyFixture f(m_server);
    const auto parsed = conflictRuleFromWord(rule);
    QVERIFY(parsed);
    f.config.faults.conflicts = *parsed;
    DatasetSchema schema;
    prepare(f, schema);
    f.sendsOldRows = true;
    f.onTarget(atTarget);
    TstPgTargetFaults::company(f, schema, company);
    const int id = kind == u"insert" ? 500 : 7;
    if (kind == u"insert")
        f.insert(schema.tables[0], QStringLiteral("500, 'ours', 3"));
    else if (kind == u"delete")
        f.erase(schema.tables[0], QStringLiteral("id = 7"));
    else
        f.update(schema.tables[0], QStringLiteral("owner = 'ours', changed = %1").arg(kind.endsWith(u'8') ? 8 : 3),
                 QStringLiteral("id = 7"));
    QVERIFY_OK(f.apply(schema));
    QCOMPARE(
        f.askTarget(
            QStringLiteral("SELECT coalesce(max(owner || '/' || changed), '') FROM account WHERE id = %1").arg(id)),
        left);
    QCOMPARE(exceptions(f, QStringLiteral("kind, state || ' ' || outcome")), QStringLiteral("conflict|") + listed);
    // Old, new and current row as far as there is one.
    QCOMPARE(exceptions(f, QStringLiteral("current_row <> '', new_row <> '', old_row <> ''")),
             QStringLiteral("%1|%2|%3")
                 .arg(truth(!atTarget.startsWith(u"DELETE")), truth(kind != u"delete"), truth(kind != u"insert")));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT count(*) FROM account WHERE id <> %1").arg(id)),
             QString::number(99 + company + (id == 500 ? 1 : 0)));
}

void TstPgTargetFaults::comesToTheSameRowAtBothEnds_data()
{
    QTest::addColumn<QString>("here");
    QTest::addColumn<QString>("there");
    QTest::addColumn<int>("ours");
    QTest::addColumn<int>("theirs");
    QTest::addColumn<QString>("won");
    QTest::newRow("source and target") << "sourceWins"
                                       << "targetWins" << 1 << 2 << "theirs";
    QTest::newRow("target and source") << "targetWins"
                                       << "sourceWins" << 1 << 2 << "ours";
    QTest::newRow("newer") << "newer:changed"
                           << "newer:changed" << 1 << 2 << "theirs";
    QTest::newRow("newer, the other way") << "newer:changed"
                                          << "newer:changed" << 2 << 1 << "ours";
    QTest::newRow("equally new") << "newer:changed"
                                 << "newer:changed" << 2 << 2 << "theirs";
}

/// Two writers, one to each end; both ends changed the row since.
void TstPgTargetFaults::comesToTheSameRowAtBothEnds()
{
    QFETCH(const QString, here);
    QFETCH(const QString, there);
    QFETCH(const int, ours);
    QFETCH(const int, theirs);
    QFETCH(const QString, won);
    PgApplyFixture f(m_server);
    f.config.faults.conflicts = *conflictRuleFromWord(here);
    DatasetSchema schema;
    prepare(f, schema);
    f.sendsOldRows = true;
    const Bytes old = f.row(QStringLiteral("7::bigint, 'o'::text, 0"));
    const Bytes theirRow = f.row(QStringLiteral("7::bigint, 'theirs'::text, %1").arg(theirs));
    const Bytes ourRow = f.row(QStringLiteral("7::bigint, 'ours'::text, %1").arg(ours));
    f.onTarget(QStringLiteral("UPDATE account SET owner = 'ours', changed = %1 WHERE id = 7").arg(ours));
    f.onSource(QStringLiteral("UPDATE account SET owner = 'theirs', changed = %1 WHERE id = 7").arg(theirs));
    f.add(ChangeKind::Update, schema.tables[0].id, old, theirRow);
    QVERIFY_OK(f.apply(schema));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT owner FROM account WHERE id = 7")), won);
    // The way back.
    f.config.target.location = f.server.conninfo(QStringLiteral("s"));
    f.config.faults.conflicts = *conflictRuleFromWord(there);
    QVERIFY_OK(f.open());
    f.add(ChangeKind::Update, schema.tables[0].id, old, ourRow);
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
}

void TstPgTargetFaults::keepsWhatFollowsAnOpenConflict()
{
    PgApplyFixture f(m_server);
    f.config.faults.conflicts.choice = ConflictChoice::Ask;
    DatasetSchema schema;
    prepare(f, schema);
    f.onTarget(QStringLiteral("INSERT INTO account VALUES (500, 'theirs', 5)"));
    f.insert(schema.tables[0], QStringLiteral("500, 'ours', 3"));
    f.update(schema.tables[0], QStringLiteral("changed = 4"), QStringLiteral("id = 500"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY_OK(f.open());
    company(f, schema, 100);
    f.update(schema.tables[0], QStringLiteral("changed = 6"), QStringLiteral("id = 500"));
    f.update(schema.tables[0], QStringLiteral("changed = 6"), QStringLiteral("id = 8"));
    QVERIFY_OK(f.apply(schema));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT owner || changed FROM account WHERE id = 500")),
             QStringLiteral("theirs5"));
    QCOMPARE(exceptions(f, QStringLiteral("operation, sequence, state, new_row::json->>'changed'")),
             QStringLiteral("insert|2|open|3\nupdate|2|open|4\nupdate|3|open|6"));
    // The source's row is taken: it is sent again.
    f.add(ChangeKind::Upsert, schema.tables[0].id, {}, f.row(QStringLiteral("500::bigint, 'ours'::text, 6")));
    f.update(schema.tables[0], QStringLiteral("changed = 7"), QStringLiteral("id = 500"));
    QVERIFY_OK(f.apply(schema));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT count(*) FROM busheng.exceptions WHERE state = 'open'")),
             QStringLiteral("0"));
    QVERIFY(f.isSame(schema));
}

void TstPgTargetFaults::keepsOnlySoManySettled()
{
    PgApplyFixture f(m_server);
    f.config.faults.conflicts.choice = ConflictChoice::TargetWins;
    DatasetSchema schema;
    prepare(f, schema);
    f.onTarget(QStringLiteral("INSERT INTO account SELECT i, 'theirs', 1 FROM generate_series(1000, 13999) i"));
    f.insert(schema.tables[0], QStringLiteral("SELECT i, 'ours', 0 FROM generate_series(1000, 13999) i"));
    QVERIFY_OK(f.apply(schema));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT count(*) FROM account WHERE owner = 'theirs'")),
             QStringLiteral("13000"));
    const int kept = f.askTarget(QStringLiteral("SELECT count(*) FROM busheng.exceptions")).toInt();
    QVERIFY2(kept >= 10'000 && kept <= 10'500, qPrintable(QString::number(kept)));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT max(key::int) FROM busheng.exceptions")), QStringLiteral("13999"));
}

void TstPgTargetFaults::survivesBeingKilledAnywhere_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"apply.exception", "apply.exception.resolve", "apply.pg.commit.before",
                             "apply.pg.commit.after", "apply.commit.after"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

/// Set aside, sent again and settled: each once, whatever dies.
void TstPgTargetFaults::survivesBeingKilledAnywhere()
{
    QFETCH(const QString, name);
    PgStreamFixture f(m_server);
    PgApplyFixture& d = f.data;
    d.config.faults.rowErrors = RowErrorPolicy::SetAside;
    d.config.faults.conflicts.choice = ConflictChoice::TargetWins;
    QVERIFY_OK(d.create());
    d.both(kTable);
    d.onTarget(QStringLiteral("ALTER TABLE account ADD CHECK (changed <> 13)"));
    const DatasetSchema schema = d.schema({QStringLiteral("account"), QStringLiteral("bag")});
    PacketFeed feed;
    f.load(feed, schema);
    for (int i = 0; i < 4; ++i) {
        d.insert(schema.tables[0], QStringLiteral("SELECT i, 'x', i %% 5 FROM generate_series(%1, %2) i")
                                       .arg(i * 100)
                                       .arg(i * 100 + 59)
                                       .replace(QStringLiteral("%%"), QStringLiteral("%")));
        d.insert(schema.tables[0], QStringLiteral("%1, 'refused', 13").arg(i * 100 + 70));
        d.add(ChangeKind::Delete, schema.tables[0].id, d.row(QStringLiteral("%1::bigint").arg(9000 + i)), {});
        if (i > 0)
            d.add(ChangeKind::Remove, schema.tables[0].id, d.row(QStringLiteral("%1::bigint").arg(i * 100 - 30)), {});
        f.transaction(feed, static_cast<std::uint64_t>(20 + i));
    }
    int deaths = 0;
    for (;; ++deaths) {
        const pid_t child = fork();
        if (child == 0) {
            const QString spec = QStringLiteral("%1=kill@%2").arg(name).arg(1 + deaths / 3);
            const bool good = failpoint::configure(spec) && f.open() && f.play(feed.packets());
            _exit(good ? 0 : 1);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(!WIFEXITED(status) || WEXITSTATUS(status) == 0);
        if (!WIFSIGNALED(status))
            break;
    }
    QVERIFY(deaths > 0);
    d.onSource(QStringLiteral("DELETE FROM account WHERE changed = 13"));
    QVERIFY(d.isSame(schema));
    QCOMPARE(d.askTarget(QStringLiteral("SELECT string_agg(state || ' ' || key, ',' ORDER BY id) FROM "
                                        "busheng.exceptions WHERE kind = 'error'")),
             QStringLiteral("resolved 70,resolved 170,resolved 270,open 370"));
    QCOMPARE(d.askTarget(QStringLiteral("SELECT string_agg(key, ',' ORDER BY id) FROM busheng.exceptions "
                                        "WHERE kind = 'conflict'")),
             QStringLiteral("9000,9001,9002,9003"));
}

BUSHENG_TEST(TstPgTargetFaults)
#include "tst_pg_target_faults.moc"
