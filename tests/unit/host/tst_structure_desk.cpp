// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/database_password.h"
#include "engine/host/structure_desk.h"
#include "engine/model/events.h"
#include "tests/support/mini_sqlite.h"
#include "tests/support/test_main.h"

#include <QScopeGuard>

using namespace busheng;
using busheng::test::MiniSqlite;

namespace {

const QString kSource = QStringLiteral("pension");
const QString kTarget = QStringLiteral("archive");
const QString kDataset = QStringLiteral("persons");
const QString kPeer = QStringLiteral("100000");

template <typename T>
struct Waiting {
    std::optional<Result<T>> got;
    std::function<void(Result<T>)> callback()
    {
        return [this](Result<T> result) { got = std::move(result); };
    }
};

} // namespace

/// Tables of a source and of a target, as people and peers ask for them.
class TstStructureDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_databases = std::make_unique<MiniSqlite>();
        QVERIFY_OK(m_databases->run(QStringLiteral("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, "
                                                   "phone TEXT DEFAULT '-');\nCREATE TABLE visit (id INTEGER PRIMARY "
                                                   "KEY, place TEXT)"),
                                    kSource));
        QVERIFY_OK(m_databases->run(
            QStringLiteral("CREATE TABLE insured (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL, old TEXT)"),
            kTarget));
        m_all = {};
        m_all.sources = {{kSource, QStringLiteral("sqlite"), m_databases->location(kSource)}};
        m_all.targets = {{kTarget, QStringLiteral("sqlite"), m_databases->location(kTarget)}};
        DatasetConfig dataset;
        dataset.name = kDataset;
        dataset.source = kSource;
        dataset.tables = {QStringLiteral("person"), QStringLiteral("visit")};
        dataset.grantedTo = {kPeer};
        m_all.datasets = {dataset};
        m_sent.clear();
        m_hasLine = true;
        m_shown = {};
        StructureDesk::Context context;
        context.post = [this](std::function<void()> call) {
            QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
        };
        context.configuration = [this] { return m_all; };
        context.nodeCode = QStringLiteral("340000");
        context.send = [this](const QString& peer, const control::Body& body) {
            if (m_hasLine)
                m_sent.emplace_back(peer, body);
            return m_hasLine;
        };
        context.requireMayKnow = [](const QString& peer, const DatasetConfig& wanted) -> Result<> {
            if (wanted.grantedTo.contains(peer))
                return {};
            return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("dataset"), wanted.name},
                                  QStringLiteral("not granted")));
        };
        context.structure = [this](const SubscriptionConfig&, StructureDesk::Done<StructureSnapshot> done) {
            done(m_shown);
        };
        m_desk = std::make_unique<StructureDesk>(std::move(context));
    }
    void cleanup()
    {
        m_desk.reset();
        m_databases.reset();
    }

    void describesATableOfEitherSide()
    {
        Waiting<DescribedTable> waiting;
        m_desk->describe(QStringLiteral("source"), kSource, QStringLiteral("person"), waiting.callback());
        QTRY_VERIFY(waiting.got);
        QVERIFY_OK(*waiting.got);
        const std::vector<DescribedColumn> expected = {
            {QStringLiteral("id"), QStringLiteral("INTEGER"), true, false, {}},
            {QStringLiteral("name"), QStringLiteral("TEXT"), false, true, {}},
            {QStringLiteral("phone"), QStringLiteral("TEXT"), false, false, QStringLiteral("'-'")}};
        QCOMPARE((*waiting.got)->columns.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY2((*waiting.got)->columns[i] == expected[i], qPrintable(expected[i].name));
        waiting.got.reset();
        m_desk->describe(QStringLiteral("target"), kTarget, QStringLiteral("insured"), waiting.callback());
        QTRY_VERIFY(waiting.got);
        QVERIFY_OK(*waiting.got);
        waiting.got.reset();
        m_desk->describe(QStringLiteral("source"), kSource, QStringLiteral("nobody"), waiting.callback());
        QTRY_VERIFY(waiting.got && !*waiting.got);
        waiting.got.reset();
        m_desk->describe(QStringLiteral("target"), kSource, QStringLiteral("person"), waiting.callback());
        QCOMPARE(waiting.got->error().event, events::CFG_NOT_FOUND); // of that name there is a source only
    }

    void triesADatabaseThatNobodyHasRegistered()
    {
        Waiting<void> waiting;
        m_desk->test({QStringLiteral("new"), QStringLiteral("sqlite"), m_databases->location(kSource)}, {},
                     waiting.callback());
        QTRY_VERIFY(waiting.got);
        QVERIFY_OK(*waiting.got);
        waiting.got.reset();
        m_desk->test({QStringLiteral("new"), QStringLiteral("sqlite"), QStringLiteral("/nowhere/at/all.db")}, {},
                     waiting.callback());
        QTRY_VERIFY(waiting.got && !*waiting.got);
    }

    /// A password that is tried is this thread's, and gone with the try.
    void aTriedPasswordIsKeptNowhere()
    {
        setPasswordSource([](const QString&) { return std::optional<Bytes>("kept"); });
        {
            const PasswordForThisThread tried(QStringLiteral("a"), "typed");
            QVERIFY(databasePassword(QStringLiteral("a")) == std::optional<Bytes>("typed"));
            QVERIFY(databasePassword(QStringLiteral("b")) == std::optional<Bytes>("kept"));
        }
        {
            const PasswordForThisThread nothing(QStringLiteral("a"), {});
            QVERIFY(databasePassword(QStringLiteral("a")) == std::optional<Bytes>("kept"));
        }
        setPasswordSource({});
        QVERIFY(!databasePassword(QStringLiteral("a")));
    }

    /// Who may try a database may not thereby send its kept password to a server of his own.
    void theVaultsPasswordGoesToNoOtherPlace()
    {
        setPasswordSource(
            [](const QString& name) { return name == kSource ? std::optional<Bytes>("kept") : std::nullopt; });
        const auto forget = qScopeGuard([] { setPasswordSource({}); });
        DatabaseConfig database = m_all.sources.front();
        Waiting<void> waiting;
        m_desk->test(database, {}, waiting.callback()); // as it is registered
        QTRY_VERIFY(waiting.got);
        QVERIFY_OK(*waiting.got);
        waiting.got.reset();
        database.location = m_databases->location(kTarget);
        m_desk->test(database, {}, waiting.callback());
        QVERIFY(waiting.got && !*waiting.got);
        QCOMPARE(waiting.got->error().event, events::CFG_BAD_VALUE);
        waiting.got.reset();
        m_desk->test(database, QStringLiteral("typed"), waiting.callback()); // who tries it knows one
        QTRY_VERIFY(waiting.got);
        QVERIFY_OK(*waiting.got);
    }

    void holdsAMappingAgainstTheTarget()
    {
        SubscriptionConfig wanted = ofOwnDataset();
        wanted.mappings = {{QStringLiteral("person"),
                            QStringLiteral("insured"),
                            {QStringLiteral("id"), QStringLiteral("name")},
                            {{QStringLiteral("name"), QStringLiteral("full_name")}},
                            QStringLiteral("id > 5")},
                           {kOtherTables}};
        Waiting<StructureSnapshot> waiting;
        m_desk->tryMapping(wanted, QStringLiteral("person"), waiting.callback());
        QTRY_VERIFY(waiting.got);
        QVERIFY_OK(*waiting.got);
        QCOMPARE((*waiting.got)->tables.size(), std::size_t{1});
        const StructureTable& table = (*waiting.got)->tables.front();
        QCOMPARE(table.targetTable, QStringLiteral("insured"));
        QStringList states;
        for (const StructureColumn& column : table.columns)
            states.append(column.column + u'>' + column.targetColumn + u':' + column.state);
        QCOMPARE(states, (QStringList{QStringLiteral("id>id:same"), QStringLiteral("name>full_name:same"),
                                      QStringLiteral(">old:extra")}));

        // What goes nowhere yet, and what cannot be.
        wanted.mappings = {{QStringLiteral("person"), QStringLiteral("elsewhere")}};
        waiting.got.reset();
        m_desk->tryMapping(wanted, {}, waiting.callback());
        QTRY_VERIFY(waiting.got);
        QVERIFY_OK(*waiting.got);
        QCOMPARE((*waiting.got)->tables.size(), std::size_t{2});
        QCOMPARE((*waiting.got)->tables.front().state, QStringLiteral("missing"));
        QVERIFY((*waiting.got)->sql.join(u'\n').contains(QStringLiteral("elsewhere")));
        wanted.mappings = {{QStringLiteral("person"), {}, {QStringLiteral("name")}}};
        QCOMPARE(eventOfTry(wanted, QStringLiteral("person")), events::MAP_REFUSED); // without its key
        wanted.mappings = {{QStringLiteral("person"), QStringLiteral("visit")}};
        QCOMPARE(eventOfTry(wanted, QStringLiteral("person")), events::MAP_TARGET); // another table's name
        wanted.mappings = {{QStringLiteral("person"), {}, {}, {}, QStringLiteral("nothing = 1")}};
        QCOMPARE(eventOfTry(wanted, QStringLiteral("person")), events::MAP_REFUSED);
        wanted.mappings = {{QStringLiteral("visit")}, {kOtherTables}};
        QCOMPARE(eventOfTry(wanted, QStringLiteral("person")), events::CFG_NOT_FOUND); // it is left out
        wanted.target = QStringLiteral("nowhere");
        QCOMPARE(eventOfTry(wanted, {}), events::CFG_NOT_FOUND);
        QCOMPARE(m_databases
                     ->run(QStringLiteral("SELECT group_concat(name) FROM sqlite_schema WHERE type = 'table'"), kTarget)
                     .value_or(QString()),
                 QStringLiteral("insured")); // nothing was made
    }

    void asksThePeerOnceAndGoesByItsAnswer()
    {
        SubscriptionConfig wanted = ofOwnDataset();
        wanted.peerCode = kPeer;
        Waiting<DatasetStructure> waiting;
        m_desk->ofDataset(wanted, waiting.callback());
        QCOMPARE(m_sent.size(), std::size_t{1});
        const auto request = std::get<control::StructureRequest>(m_sent.front().second);
        QCOMPARE(request.dataset, kDataset);
        TableSchema person;
        person.id = 1;
        person.name = QStringLiteral("person");
        person.columns = {{QStringLiteral("id"), QStringLiteral("INTEGER"), false, {}}};
        person.keyColumns = {0};
        DatasetSchema schema;
        schema.tables = {person};
        const control::StructureAnswer answer{request.id, encodeSchema(schema), {}, {}};
        QVERIFY(m_desk->onControl(QStringLiteral("650000"), answer)); // somebody else's word
        QVERIFY(!waiting.got);
        QVERIFY(m_desk->onControl(kPeer, answer));
        QVERIFY_OK(*waiting.got);
        QVERIFY((*waiting.got)->tables.front().columns.front().isKey);
        QCOMPARE((*waiting.got)->provider, kPeer);
        Waiting<StructureSnapshot> tried;
        m_desk->tryMapping(wanted, {}, tried.callback());
        QTRY_VERIFY(tried.got);
        QVERIFY_OK(*tried.got);
        QCOMPARE(m_sent.size(), std::size_t{1}); // it is known

        waiting.got.reset();
        m_desk->ofDataset(wanted, waiting.callback());
        const auto again = std::get<control::StructureRequest>(m_sent.back().second);
        m_desk->onControl(kPeer, control::StructureAnswer{again.id, {}, events::LNK_NO_RIGHT, {kPeer}});
        QCOMPARE(waiting.got->error().event, events::LNK_NO_RIGHT);
        waiting.got.reset();
        m_desk->ofDataset(wanted, waiting.callback());
        m_desk->onControl(kPeer, control::StructureAnswer{
                                     std::get<control::StructureRequest>(m_sent.back().second).id, "junk", {}, {}});
        QCOMPARE(waiting.got->error().code, ErrorCode::Corrupt);
        waiting.got.reset();
        m_desk->ofDataset(wanted, waiting.callback());
        m_desk->onClosed(kPeer);
        QCOMPARE(waiting.got->error().event, events::LNK_DOWN);
        waiting.got.reset();
        m_hasLine = false;
        m_desk->ofDataset(wanted, waiting.callback());
        QCOMPARE(waiting.got->error().event, events::LNK_DOWN);
    }

    /// A node of an older version drops the question: who asked is told, and an answer that comes later is none.
    void doesNotWaitForAnOlderPeer()
    {
        std::uint64_t asked = 0;
        StructureDesk::Context context;
        context.post = [](const std::function<void()>&) {};
        context.configuration = [] { return NodeConfiguration(); };
        context.nodeCode = QStringLiteral("340000");
        context.send = [&asked](const QString&, const control::Body& body) {
            asked = std::get<control::StructureRequest>(body).id;
            return true;
        };
        context.patience = std::chrono::milliseconds(1);
        StructureDesk desk(std::move(context));
        SubscriptionConfig wanted;
        wanted.peerCode = kPeer;
        wanted.dataset = kDataset;
        Waiting<DatasetStructure> waiting;
        desk.ofDataset(wanted, waiting.callback());
        QVERIFY(asked != 0 && !waiting.got);
        QTRY_VERIFY(waiting.got);
        QVERIFY(!*waiting.got && waiting.got->error().args.value(1).contains(QStringLiteral("gives no answer")));
        waiting.got.reset();
        QVERIFY(desk.onControl(kPeer, control::StructureAnswer{asked, {}, events::LNK_NO_RIGHT, {kPeer}}));
        QVERIFY(!waiting.got);
    }

    void tellsAPeerWhatItMayKnowOneAtATime()
    {
        const auto ask = [this](const QString& peer, std::uint64_t id, const QString& dataset) {
            return m_desk->onControl(peer, control::StructureRequest{id, dataset});
        };
        const auto answered = [this](std::size_t at) {
            return std::get<control::StructureAnswer>(m_sent.at(at).second);
        };
        QVERIFY(ask(QStringLiteral("650000"), 1, kDataset));
        QCOMPARE(answered(0).event, events::CFG_NOT_FOUND); // not granted: as one that is not there
        QVERIFY(ask(kPeer, 2, QStringLiteral("nothing")));
        QCOMPARE(answered(1).event, events::CFG_NOT_FOUND);
        QVERIFY(ask(kPeer, 3, kDataset));
        QVERIFY(ask(kPeer, 4, kDataset));
        QCOMPARE(m_sent.size(), std::size_t{3}); // at once, and no reader more
        QVERIFY(answered(2).args.value(1).contains(QStringLiteral("one at a time")));
        QTRY_COMPARE(m_sent.size(), std::size_t{4});
        QCOMPARE(answered(3).id, std::uint64_t{3});
        const auto schema = decodeSchema(answered(3).content);
        QVERIFY_OK(schema);
        QCOMPARE(schema->tables.size(), std::size_t{2});
    }

    void runsWhatIsShownAndNothingElse()
    {
        SubscriptionConfig subscription = ofOwnDataset();
        m_all.subscriptions = {subscription};
        m_shown.sql = {QStringLiteral("ALTER TABLE insured ADD COLUMN phone TEXT"),
                       QStringLiteral("CREATE TABLE visit (id INTEGER PRIMARY KEY)")};
        Waiting<QStringList> waiting;
        m_desk->alter(subscription.name, {QStringLiteral("DROP TABLE insured")}, waiting.callback());
        QCOMPARE(waiting.got->error().event, events::CFG_BAD_VALUE);
        waiting.got.reset();
        m_desk->alter(subscription.name, m_shown.sql, waiting.callback());
        QTRY_VERIFY(waiting.got);
        QVERIFY_OK(*waiting.got);
        QCOMPARE(**waiting.got, m_shown.sql);
        QCOMPARE(m_databases->run(QStringLiteral("SELECT count(*) FROM pragma_table_info('insured')"), kTarget)
                     .value_or(QString()),
                 QStringLiteral("4"));
        waiting.got.reset();
        m_desk->alter(subscription.name, m_shown.sql, waiting.callback()); // they are there already
        QTRY_VERIFY(waiting.got && !*waiting.got);
        waiting.got.reset();
        m_shown.sql.clear();
        m_desk->alter(subscription.name, {}, waiting.callback());
        QCOMPARE(waiting.got->error().event, events::CFG_BAD_VALUE); // there is nothing to run
    }

private:
    static SubscriptionConfig ofOwnDataset()
    {
        SubscriptionConfig wanted;
        wanted.name = QStringLiteral("s");
        wanted.dataset = kDataset;
        wanted.target = kTarget;
        return wanted;
    }
    QString eventOfTry(const SubscriptionConfig& wanted, const QString& table)
    {
        Waiting<StructureSnapshot> waiting;
        m_desk->tryMapping(wanted, table, waiting.callback());
        if (!QTest::qWaitFor([&] { return waiting.got.has_value(); }) || *waiting.got)
            return {};
        return waiting.got->error().event;
    }

    std::unique_ptr<MiniSqlite> m_databases;
    NodeConfiguration m_all;
    std::vector<std::pair<QString, control::Body>> m_sent;
    bool m_hasLine = true;
    StructureSnapshot m_shown;
    std::unique_ptr<StructureDesk> m_desk;
};

BUSHENG_TEST(TstStructureDesk)
#include "tst_structure_desk.moc"
