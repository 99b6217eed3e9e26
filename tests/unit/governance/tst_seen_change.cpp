// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/api/seen_change.h"
#include "engine/model/events.h"
#include "engine/model/operator_events.h"
#include "tests/support/test_main.h"
#include "tests/unit/governance/guard_bed.h"

#include <QJsonDocument>

using namespace busheng;
using namespace busheng::test;

namespace {

QJsonObject source(const QString& location)
{
    return toJson(DatabaseConfig{QStringLiteral("province"), QStringLiteral("sqlite"), location});
}

QJsonObject save(const QString& location, const QJsonObject& seen)
{
    return seenParams({{}, {{QStringLiteral("source"), source(location)}}, seen});
}

QJsonObject role(const char* name, const char* role, const QJsonObject& seen)
{
    return seenParams({{},
                       {{QStringLiteral("name"), QString::fromLatin1(name)},
                        {QStringLiteral("role"), QString::fromLatin1(role)},
                        {QStringLiteral("enabled"), true}},
                       seen});
}

} // namespace

/// Two people who edit one thing: the second one is told, and nothing of the first one's is lost unseen.
class TstSeenChange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bed = std::make_unique<GuardBed>(); }
    void cleanup() { m_bed.reset(); }

    void whoSawTheNewestSaves()
    {
        const GateCaller caller = m_bed->newCaller();
        QVERIFY_OK(m_bed->ask(caller, "addSource", save(QStringLiteral("/a"), {})));
        QVERIFY_OK(m_bed->ask(caller, "addSource", save(QStringLiteral("/b"), source(QStringLiteral("/a")))));
        QCOMPARE(m_bed->engine.configuration().sources.front().location, QStringLiteral("/b"));
        // Without having looked, as a script does: what stands there is replaced.
        QVERIFY_OK(m_bed->ask(caller, "addSource", {{QStringLiteral("source"), source(QStringLiteral("/c"))}}));
    }

    void whoSawAnOlderOneIsToldWhatStandsThere()
    {
        const GateCaller caller = m_bed->newCaller();
        QVERIFY_OK(m_bed->ask(caller, "addSource", save(QStringLiteral("/a"), {})));
        QVERIFY_OK(m_bed->ask(caller, "addSource", save(QStringLiteral("/theirs"), source(QStringLiteral("/a")))));
        const auto late = m_bed->ask(caller, "addSource", save(QStringLiteral("/mine"), source(QStringLiteral("/a"))));
        QCOMPARE(refusal(late), events::REV_OVERTAKEN);
        QCOMPARE(QJsonDocument::fromJson(late.error().args.value(1).toUtf8()).object(),
                 source(QStringLiteral("/theirs")));
        QCOMPARE(m_bed->engine.configuration().sources.front().location, QStringLiteral("/theirs"));
        // A new one of a name that somebody else took meanwhile, and one that somebody else removed.
        QCOMPARE(refusal(m_bed->ask(caller, "addSource", save(QStringLiteral("/mine"), {}))), events::REV_OVERTAKEN);
        QVERIFY_OK(m_bed->ask(caller, "remove",
                              {{QStringLiteral("kind"), QStringLiteral("source")},
                               {QStringLiteral("name"), QStringLiteral("province")}}));
        const auto gone =
            m_bed->ask(caller, "addSource", save(QStringLiteral("/mine"), source(QStringLiteral("/theirs"))));
        QCOMPARE(refusal(gone), events::REV_OVERTAKEN);
        QCOMPARE(gone.error().args.value(1), QString());
    }

    void operatorsAreAsSeenToo()
    {
        m_bed->employEverybody();
        QJsonObject seen{{QStringLiteral("name"), QStringLiteral("shen")},
                         {QStringLiteral("person"), QStringLiteral("person shen")},
                         {QStringLiteral("role"), QStringLiteral("auditor")},
                         {QStringLiteral("enabled"), true}};
        QVERIFY_OK(m_bed->ask(m_bed->root, "setOperator", role("shen", "reviewer", seen)));
        QCOMPARE(refusal(m_bed->ask(m_bed->root, "setOperator", role("shen", "operator", seen))),
                 events::REV_OVERTAKEN);
    }

    void whoMayNotChangeItIsNotToldHowItIs()
    {
        m_bed->employEverybody();
        QVERIFY_OK(m_bed->ask(m_bed->li, "addSource", save(QStringLiteral("/a"), {})));
        QCOMPARE(refusal(m_bed->ask(m_bed->shen, "addSource", save(QStringLiteral("/b"), {}))), events::OPR_NO_RIGHT);
        QCOMPARE(refusal(m_bed->ask(m_bed->newCaller(), "addSource", save(QStringLiteral("/b"), {}))),
                 events::OPR_SIGN_IN);
    }

    void aChangeThatWaitsWasMadeOfWhatWasSeen()
    {
        m_bed->employEverybody();
        QVERIFY_OK(m_bed->ask(m_bed->root, "setFourEyes", {{QStringLiteral("on"), true}}));
        const auto waits = m_bed->ask(m_bed->li, "addSource", save(QStringLiteral("/a"), {}));
        QCOMPARE(refusal(waits), events::REV_WAITING);
        QCOMPARE(refusal(m_bed->ask(m_bed->li, "addSource", save(QStringLiteral("/b"), source(QStringLiteral("/x"))))),
                 events::REV_OVERTAKEN);
    }

    void whatIsNoObjectIsRefused()
    {
        QJsonObject params = save(QStringLiteral("/a"), {});
        params.insert(kSeenKey, QStringLiteral("all of it"));
        QCOMPARE(refusal(m_bed->ask(m_bed->newCaller(), "addSource", params)), events::CFG_BAD_VALUE);
        // What has nothing to be seen does not take it.
        QCOMPARE(refusal(m_bed->ask(m_bed->newCaller(), "listSources", {{kSeenKey, QJsonObject()}})),
                 events::CFG_UNKNOWN_KEY);
    }

private:
    std::unique_ptr<GuardBed> m_bed;
};

BUSHENG_TEST(TstSeenChange)
#include "tst_seen_change.moc"
