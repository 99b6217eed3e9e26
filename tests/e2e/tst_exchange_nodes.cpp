// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QDate>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kProvince = QStringLiteral("340000");
const QString kMinistry = QStringLiteral("100000");

/// What an operator's command said on standard output; empty when it failed.
QString said(const cli::NodeProcess& node, const QStringList& words, int* code = nullptr)
{
    QProcess client;
    client.start(TwoNodes::binary(QStringLiteral("busheng-client")),
                 QStringList{QStringLiteral("--data"), node.dataDirectory()} + words);
    client.waitForFinished();
    if (code != nullptr)
        *code = client.exitCode();
    if (client.exitCode() != 0 && code == nullptr)
        qWarning("%s", client.readAllStandardError().constData());
    return client.exitCode() == 0 || code != nullptr ? QString::fromUtf8(client.readAllStandardOutput()).trimmed()
                                                     : QString();
}

/// The event of the error that a command ended with; empty: it was done.
QString refusal(const cli::NodeProcess& node, const QStringList& words)
{
    int code = 0;
    const QString text = said(node, QStringList{QStringLiteral("--json")} + words, &code);
    const QJsonObject json = QJsonDocument::fromJson(text.toUtf8()).object();
    return code == 0 ? QString() : json.value(QLatin1String("event")).toString(QStringLiteral("?"));
}

bool hasAlarm(const NodeSnapshot& node, const QString& event)
{
    return std::ranges::any_of(node.alarms, [&](const AlarmSnapshot& alarm) { return alarm.event == event; });
}

/// Until the node's agreement is in that state; looks whenever something about agreements has changed.
Result<> waitForState(cli::NodeProcess& node, const QString& id, const QString& state)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 30'000) {
        const qint64 seen = node.latest().exchangeChanges;
        ENGINE_TRY_AS(const auto all, cli::await<std::vector<ExchangeAgreement>>(
                                          [&](auto reply) { node.engine().exchange().agreements(reply); }));
        const auto found = std::ranges::find(all, id, &ExchangeAgreement::id);
        if (found != all.end() && agreementStateName(found->state) == state)
            return {};
        ENGINE_TRY(node.waitFor(QStringLiteral("agreement ") + state, 30'000,
                                [seen](const NodeSnapshot& now) { return now.exchangeChanges != seen; }));
    }
    return fail(ErrorCode::Timeout, state);
}

/// One value of one row of a database.
QString value(const QString& path, const QString& sql)
{
    const auto database = SqliteDatabase::open(path, SqliteDatabase::OpenMode::ReadWrite, path);
    if (!database)
        return database.error().toString();
    auto statement = (*database)->prepare(sql);
    if (!statement)
        return statement.error().toString();
    const auto row = statement->step();
    return row && *row ? statement->text(0) : QStringLiteral("none");
}

} // namespace

/// From the catalogue to rows in the target, between two real nodes.
class TstExchangeNodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasNotApprovedNeverArrives()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        const QString id = agree(nodes, true);
        QVERIFY(!id.isEmpty());
        cli::NodeProcess& ministry = nodes.ministry();

        // All of it is not to be had, by whatever name it is asked for.
        QVERIFY(!said(ministry, words("--json subscription add greedy --peer 340000 --dataset register --target copy"))
                     .isEmpty());
        const auto isRefused = [](const NodeSnapshot& node) { return hasAlarm(node, events::EXC_NO_APPROVAL); };
        QVERIFY_OK(ministry.waitFor(QStringLiteral("refused"), 20'000, isRefused));
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("refused"), 20'000, isRefused));
        QVERIFY(!said(ministry, words("--json subscription remove greedy")).isEmpty());

        QVERIFY(
            !said(ministry, words("--json exchange subscribe") + QStringList{id} + words("--name part --target copy"))
                 .isEmpty());
        const auto isLive = [](const NodeSnapshot& node) {
            return std::ranges::any_of(node.subscriptions, [](const SubscriptionSnapshot& one) {
                return one.config.name == u"part" && one.state == SubscriptionState::Live;
            });
        };
        QVERIFY_OK(ministry.waitFor(QStringLiteral("live"), 30'000, isLive));
        const QString tables = QStringLiteral("SELECT group_concat(name) FROM sqlite_schema WHERE type = 'table' AND "
                                              "name IN ('person', 'account')");
        QCOMPARE(value(nodes.targetPath(), tables), QStringLiteral("person"));
        const QString columns = QStringLiteral("SELECT group_concat(name) FROM pragma_table_info('person')");
        QCOMPARE(value(nodes.targetPath(), columns), QStringLiteral("id,name,paid"));
        const QString count = QStringLiteral("SELECT count(*) FROM person");
        QCOMPARE(value(nodes.targetPath(), count), value(nodes.sourcePath(), count));

        // Revoked: it waits where it is.
        QVERIFY(
            !said(nodes.province(), words("exchange revoke") + QStringList{id} + words("--reason audit")).isEmpty());
        QVERIFY_OK(waitForState(ministry, id, QStringLiteral("revoked")));
        QVERIFY_OK(ministry.waitFor(QStringLiteral("held"), 20'000, isRefused));
        QVERIFY_OK(nodes.change(QStringLiteral("DELETE FROM person WHERE id <= 100; UPDATE account SET balance = 1")));
        ministry.kill(); // it asks again, and gets no more than before
        QVERIFY_OK(nodes.reviveDead());
        QVERIFY_OK(ministry.waitFor(QStringLiteral("held still"), 30'000, isRefused));
        QCOMPARE(value(nodes.targetPath(), count), QStringLiteral("500"));

        // Approved again: the same stream goes on, from where it stood.
        const quint64 loaded = applied(ministry);
        QVERIFY(!said(nodes.province(),
                      words("exchange approve") + QStringList{id} + words("--columns person:id,name,paid"))
                     .isEmpty());
        QVERIFY_OK(ministry.waitFor(QStringLiteral("in step"), 40'000, [&](const NodeSnapshot& node) {
            return isLive(node) && value(nodes.targetPath(), count) == u"400";
        }));
        QVERIFY(loaded == 0 || applied(ministry) <= loaded + 200); // 100 rows went; nothing was loaded anew
        QVERIFY_OK(ministry.waitFor(QStringLiteral("alarm gone"), 30'000,
                                    [&](const NodeSnapshot& node) { return !isRefused(node); }));
    }

    void byHandBeforeThereIsALink()
    {
        TwoNodes nodes(20);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        cli::NodeProcess& province = nodes.province();
        cli::NodeProcess& ministry = nodes.ministry();
        publish(nodes);
        const QString request = nodes.path(QStringLiteral("request.json"));
        const QString decision = nodes.path(QStringLiteral("decision.json"));
        const QString id =
            said(ministry, words("exchange apply --peer 340000 --dataset register --columns person:id,name "
                                 "--purpose audit --basis law") +
                               until() + QStringList{QStringLiteral("--out"), request});
        QVERIFY(!id.isEmpty());
        const QStringList import = words("exchange import");
        QCOMPARE(refusal(ministry, import + QStringList{request}), events::EXC_ADDRESSEE);
        QCOMPARE(refusal(province, import + QStringList{request}), QString());
        QCOMPARE(refusal(province, import + QStringList{request}), events::EXC_REPEATED);
        QCOMPARE(refusal(province, words("exchange approve") + QStringList{id, QStringLiteral("--out"), decision}),
                 QString());
        QFile file(decision);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray text = file.readAll();
        const QString changed = nodes.path(QStringLiteral("changed.json"));
        QFile forged(changed);
        QVERIFY(forged.open(QIODevice::WriteOnly));
        QVERIFY(forged.write(text.replace("\"name\"", "\"region\"")) > 0);
        forged.close();
        QCOMPARE(refusal(ministry, import + QStringList{changed}), events::EXC_SIGNATURE);
        QCOMPARE(refusal(ministry, import + QStringList{decision}), QString());
        QVERIFY_OK(waitForState(ministry, id, QStringLiteral("approved")));
        QVERIFY(said(ministry, words("exchange show") + QStringList{id}).contains(QStringLiteral("audit")));

        // The link comes; what came by hand is known.
        link(nodes);
        QVERIFY(
            !said(ministry, words("--json exchange subscribe") + QStringList{id} + words("--name part --target copy"))
                 .isEmpty());
        QVERIFY_OK(ministry.waitFor(QStringLiteral("live"), 30'000, [](const NodeSnapshot& node) {
            return !node.subscriptions.empty() && node.subscriptions.front().state == SubscriptionState::Live;
        }));
        QCOMPARE(value(nodes.targetPath(), QStringLiteral("SELECT count(*) FROM person")), QStringLiteral("20"));
    }

private:
    static QStringList words(const char* text) { return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts); }
    static QStringList until()
    {
        return {QStringLiteral("--until"), QDate::currentDate().addDays(100).toString(Qt::ISODate)};
    }
    static quint64 applied(const cli::NodeProcess& node)
    {
        const auto& all = node.latest().subscriptions;
        return all.empty() ? 0 : all.front().changesApplied;
    }

    static void link(TwoNodes& nodes)
    {
        QVERIFY(!said(nodes.ministry(), words("--json link add 340000")).isEmpty());
        QVERIFY(
            !said(nodes.province(), words("--json link add 100000 --address") + QStringList{nodes.ministryAddress()})
                 .isEmpty());
        QVERIFY(!said(nodes.ministry(), words("--json target add copy --location") + QStringList{nodes.targetPath()})
                     .isEmpty());
    }
    static void publish(TwoNodes& nodes)
    {
        cli::NodeProcess& province = nodes.province();
        QVERIFY(!said(province, words("--json source add own --location") + QStringList{nodes.sourcePath()}).isEmpty());
        QVERIFY(!said(province, words("--json dataset add register --source own --tables person,account")).isEmpty());
        QVERIFY(!said(province, words("--json exchange publish register --title Register --sensitive person:region"))
                     .isEmpty());
        QVERIFY_OK(province.waitFor(QStringLiteral("columns are read"), 20'000, [&](const NodeSnapshot&) {
            return said(province, words("--json exchange catalogue")).contains(QStringLiteral("region"));
        }));
    }
    /// A part is approved: person without its region, and no account.
    static QString agree(TwoNodes& nodes, bool withAlarm)
    {
        publish(nodes);
        link(nodes);
        cli::NodeProcess& ministry = nodes.ministry();
        const auto sees = ministry.waitFor(QStringLiteral("the catalogue"), 20'000, [&](const NodeSnapshot&) {
            return said(ministry, words("--json exchange catalogue --peer 340000")).contains(QStringLiteral("region"));
        });
        if (!sees)
            return {};
        const QString id = said(ministry, words("exchange apply --peer 340000 --dataset register "
                                                "--columns person:id,name,region,paid --columns account:* "
                                                "--purpose audit --basis law") +
                                              until());
        const auto waits =
            nodes.province().waitFor(QStringLiteral("the application"), 20'000, [withAlarm](const NodeSnapshot& node) {
                return !withAlarm || hasAlarm(node, events::EXC_WAITING);
            });
        const bool decided = !said(nodes.province(),
                                   words("exchange approve") + QStringList{id} + words("--columns person:id,name,paid"))
                                  .isEmpty();
        return waits && decided && waitForState(ministry, id, QStringLiteral("partlyApproved")) ? id : QString();
    }
};

BUSHENG_TEST(TstExchangeNodes)
#include "tst_exchange_nodes.moc"
