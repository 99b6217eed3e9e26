// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/journal/operator_records.h"
#include "engine/model/events.h"
#include "engine/model/operator_events.h"
#include "tests/support/test_main.h"
#include "tests/unit/governance/guard_bed.h"

using namespace busheng;
using namespace busheng::test;

namespace {

QJsonObject source(const QString& location)
{
    return {{QStringLiteral("source"),
             toJson(DatabaseConfig{QStringLiteral("province"), QStringLiteral("sqlite"), location})}};
}

QJsonObject number(qint64 id)
{
    return {{QStringLiteral("id"), id}};
}

QJsonObject numberAndText(qint64 id, const char* text = "")
{
    return {{QStringLiteral("id"), id}, {QStringLiteral("text"), QString::fromUtf8(text)}};
}

} // namespace

/// Four eyes: what one wants and another confirms.
class TstGuardReview : public QObject {
    Q_OBJECT

    /// The number of the change that a request has become.
    static qint64 waitingNumber(const Result<QJsonValue>& answer)
    {
        return refusal(answer) == events::REV_WAITING ? answer.error().args.value(0).toLongLong() : 0;
    }

private Q_SLOTS:
    void init()
    {
        m_bed = std::make_unique<GuardBed>();
        m_bed->employEverybody();
        QVERIFY(m_bed->ask(m_bed->root, "setFourEyes", {{QStringLiteral("on"), true}}));
    }
    void cleanup() { m_bed.reset(); }

    /// It waits in the vault; the change knows a fingerprint, and what is rejected is wiped.
    void aPasswordWaitsInTheVault()
    {
        const QString secret = QStringLiteral("S3cret-of-the-province");
        const QJsonObject wanted{{QStringLiteral("name"), QStringLiteral("province")},
                                 {QStringLiteral("secret"), secret},
                                 {QStringLiteral("by"), QStringLiteral("somebody")}};
        QCOMPARE(refusal(m_bed->ask(m_bed->root, "setSecret", {{QStringLiteral("name"), QStringLiteral("province")}})),
                 events::CFG_MISSING_KEY);
        const qint64 first = waitingNumber(m_bed->ask(m_bed->root, "setSecret", wanted));
        const qint64 second = waitingNumber(m_bed->ask(m_bed->root, "setSecret", wanted));
        QVERIFY(first > 0 && second > first);
        QCOMPARE(m_bed->vault.size(), std::size_t{2});
        OperatorRecords records(*m_bed->journal);
        const auto kept = records.change(first);
        QVERIFY(kept && *kept);
        QVERIFY(!(*kept)->params.contains(secret) && !(*kept)->after.contains(secret));
        QVERIFY((*kept)->after.contains(QStringLiteral("fingerprint")));
        QCOMPARE((*records.change(second))->after, (*kept)->after); // the same password has the same fingerprint
        QVERIFY(m_bed->ask(m_bed->wang, "rejectChange", numberAndText(second, "once is enough")));
        QCOMPARE(m_bed->vault.size(), std::size_t{1});
        QVERIFY(m_bed->ask(m_bed->wang, "approveChange", numberAndText(first)));
        QCOMPARE(m_bed->vault.size(), std::size_t{1});
        QCOMPARE(m_bed->vault.at(QStringLiteral("province")), Bytes(view(secret.toUtf8())));
        QCOMPARE(m_bed->engine.callCount(QStringLiteral("setSecret")), 0);
    }

    void oneProposesAndAnotherConfirms()
    {
        const auto asked = m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/a")));
        const qint64 id = waitingNumber(asked);
        QVERIFY(id > 0);
        QVERIFY(m_bed->engine.configuration().sources.empty());
        QVERIFY(m_bed->ask(m_bed->li, "explainChange", numberAndText(id, "the new server")));
        const auto seen = m_bed->ask(m_bed->wang, "change", number(id));
        QVERIFY(seen);
        const ReviewedChange change = reviewedChangeFromJson(seen->toObject());
        QCOMPARE(change.subject, QStringLiteral("source province"));
        QCOMPARE(change.reason, QStringLiteral("the new server"));
        QCOMPARE(change.before, QString());
        QVERIFY(change.after.contains(QStringLiteral("\"location\":\"/a\"")));
        QVERIFY(!seen->toObject().contains(QStringLiteral("params")));
        NodeSnapshot node;
        m_bed->guard->fill(node);
        QCOMPARE(node.waitingChanges, 1);

        QCOMPARE(refusal(m_bed->ask(m_bed->li, "approveChange", numberAndText(id))), events::OPR_NO_RIGHT);
        QVERIFY(m_bed->ask(m_bed->wang, "approveChange", numberAndText(id, "seen")));
        QCOMPARE(m_bed->engine.configuration().sources.size(), std::size_t{1});
        QCOMPARE(refusal(m_bed->ask(m_bed->wang, "approveChange", numberAndText(id))), events::REV_STATE);
        m_bed->guard->fill(node);
        QCOMPARE(node.waitingChanges, 0);
        for (const auto& [outcome, by] : {std::pair("proposed", "li"), std::pair("explained", "li"),
                                          std::pair("approved", "wang"), std::pair("done", "wang")})
            QVERIFY2(m_bed->hasLine(QStringLiteral("change"), QString::fromLatin1(outcome), QString::fromLatin1(by)),
                     outcome);
    }

    void theSecondClickIsTheSameChange()
    {
        const qint64 id = waitingNumber(m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/a"))));
        QCOMPARE(waitingNumber(m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/a")))), id);
        QVERIFY(waitingNumber(m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/b")))) > id);
    }

    void theSecondOfTwoIsOvertaken()
    {
        const qint64 one = waitingNumber(m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/a"))));
        const qint64 other = waitingNumber(m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/b"))));
        QVERIFY(m_bed->ask(m_bed->wang, "approveChange", numberAndText(one)));
        QCOMPARE(refusal(m_bed->ask(m_bed->wang, "approveChange", numberAndText(other))), events::REV_STALE);
        QCOMPARE(m_bed->engine.configuration().sources.front().location, QStringLiteral("/a"));
        const auto seen = m_bed->ask(m_bed->shen, "change", number(other));
        QCOMPARE(seen->toObject().value(QStringLiteral("state")).toString(), QStringLiteral("stale"));
    }

    void aChangeThatFailsSaysWhy()
    {
        const qint64 id = waitingNumber(m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/a"))));
        m_bed->engine.failNext(QStringLiteral("addSource"),
                               makeEvent(ErrorCode::Storage, events::DSK_FULL, {QStringLiteral("/x"), {}}, {}));
        QCOMPARE(refusal(m_bed->ask(m_bed->wang, "approveChange", numberAndText(id))), events::DSK_FULL);
        const auto seen = m_bed->ask(m_bed->li, "change", number(id));
        QCOMPARE(seen->toObject().value(QStringLiteral("state")).toString(), QStringLiteral("failed"));
        QCOMPARE(seen->toObject().value(QStringLiteral("event")).toString(), events::DSK_FULL);
    }

    /// The node was killed while a change was carried out: nobody knows what came of it, and it is not done again.
    void whatWasConfirmedBeforeACrashIsNotDoneAgain()
    {
        const qint64 id = waitingNumber(m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/a"))));
        OperatorRecords records(*m_bed->journal);
        ReviewedChange change = records.change(id)->value();
        change.state = QStringLiteral("approved");
        change.reviewer = QStringLiteral("wang");
        QVERIFY(records.saveChange(change, {}));
        const auto again = m_bed->ask(m_bed->wang, "approveChange", numberAndText(id));
        QCOMPARE(refusal(again), events::REV_STATE);
        QCOMPARE(again.error().args.value(1), QStringLiteral("it was confirmed, and what came of it is not known"));
        QVERIFY(m_bed->engine.configuration().sources.empty());
        QCOMPARE(m_bed->ask(m_bed->shen, "change", number(id))->toObject().value(QStringLiteral("state")).toString(),
                 QStringLiteral("approved"));
    }

    void aListCarriesNothingLarge()
    {
        const qint64 id = waitingNumber(m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/a"))));
        OperatorRecords records(*m_bed->journal);
        const auto listed = records.changes(QStringLiteral("waiting"), 0, 10);
        QVERIFY(listed);
        QCOMPARE(listed->size(), std::size_t{1});
        QCOMPARE(listed->front().id, id);
        QCOMPARE(QString(listed->front().params + listed->front().before + listed->front().after), QString());
        QVERIFY(!records.change(id)->value().params.isEmpty());
    }

    void theReviewerSeesTheFindings()
    {
        GateReport report;
        report.subscription = QStringLiteral("register");
        report.state = QStringLiteral("waiting");
        report.digest = QStringLiteral("d1");
        m_bed->engine.setGateReport(report);
        const QJsonObject decision{{QStringLiteral("subscription"), QStringLiteral("register")},
                                   {QStringLiteral("isSigned"), true},
                                   {QStringLiteral("by"), QStringLiteral("li")},
                                   {QStringLiteral("reason"), QStringLiteral("seen")}};
        const qint64 id = waitingNumber(m_bed->ask(m_bed->li, "decideGate", decision));
        QVERIFY(id > 0);
        const auto seen = m_bed->ask(m_bed->wang, "change", number(id));
        QVERIFY(
            seen->toObject().value(QStringLiteral("after")).toString().contains(QStringLiteral("\"digest\":\"d1\"")));
        report.digest = QStringLiteral("d2"); // asked again meanwhile
        m_bed->engine.setGateReport(report);
        QCOMPARE(refusal(m_bed->ask(m_bed->wang, "approveChange", numberAndText(id))), events::REV_STALE);
    }

    void theReviewerSeesTheAgreement()
    {
        const QJsonObject end{{QStringLiteral("agreement"), QStringLiteral("A-1")},
                              {QStringLiteral("reason"), QStringLiteral("audit")},
                              {QStringLiteral("by"), QStringLiteral("li")}};
        QCOMPARE(refusal(m_bed->ask(m_bed->li, "exchangeEnd", end)), events::CFG_NOT_FOUND);
        ExchangeAgreement agreement;
        agreement.id = QStringLiteral("A-1");
        agreement.isProvider = true;
        agreement.dataset = QStringLiteral("persons");
        agreement.state = AgreementState::Approved;
        agreement.newest = QStringLiteral("n1");
        m_bed->engine.fakeExchange().setAgreements({agreement});
        const qint64 id = waitingNumber(m_bed->ask(m_bed->li, "exchangeEnd", end));
        QVERIFY(id > 0);
        const auto seen = m_bed->ask(m_bed->wang, "change", number(id));
        QVERIFY(seen->toObject().value(QStringLiteral("after")).toString().contains(QStringLiteral("persons")));
        agreement.newest = QStringLiteral("n2");
        m_bed->engine.fakeExchange().setAgreements({agreement});
        QCOMPARE(refusal(m_bed->ask(m_bed->wang, "approveChange", numberAndText(id))), events::REV_STALE);
    }

    void itIsRejectedWithdrawnOrForgotten()
    {
        const qint64 one = waitingNumber(m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/a"))));
        QVERIFY(m_bed->ask(m_bed->wang, "rejectChange", numberAndText(one, "wrong server")));
        const qint64 two = waitingNumber(m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/a"))));
        QVERIFY(two > one);
        QCOMPARE(refusal(m_bed->ask(m_bed->root, "withdrawChange", number(two))), events::OPR_NO_RIGHT);
        QVERIFY(m_bed->ask(m_bed->li, "withdrawChange", number(two)));
        const qint64 three = waitingNumber(m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/a"))));
        m_bed->clock.advanceMs(8LL * 86'400'000);
        const GateCaller wang = m_bed->signedIn(QStringLiteral("wang"));
        QCOMPARE(refusal(m_bed->ask(wang, "approveChange", numberAndText(three))), events::REV_STATE);
        QVERIFY(m_bed->engine.configuration().sources.empty());
        for (const auto& [id, state] :
             {std::pair(one, "rejected"), std::pair(two, "withdrawn"), std::pair(three, "expired")})
            QCOMPARE(m_bed->ask(wang, "change", number(id))->toObject().value(QStringLiteral("state")).toString(),
                     QString::fromLatin1(state));
        QCOMPARE(refusal(m_bed->ask(wang, "change", number(99))), events::CFG_NOT_FOUND);
    }

    void whoMayNoMoreWantsNothing()
    {
        const qint64 id = waitingNumber(m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/a"))));
        QVERIFY(m_bed->ask(m_bed->root, "setOperator",
                           {{QStringLiteral("name"), QStringLiteral("li")},
                            {QStringLiteral("role"), QStringLiteral("operator")},
                            {QStringLiteral("enabled"), false}}));
        QCOMPARE(refusal(m_bed->ask(m_bed->wang, "approveChange", numberAndText(id))), events::REV_STALE);
        QVERIFY(m_bed->engine.configuration().sources.empty());
    }

    void wrongParametersAreRefusedBeforeAnybodyLooks()
    {
        QCOMPARE(refusal(m_bed->ask(
                     m_bed->li, "addSource",
                     {{QStringLiteral("source"), QJsonObject{{QStringLiteral("name"), QStringLiteral("a")}}}})),
                 events::CFG_MISSING_KEY);
        QCOMPARE(refusal(m_bed->ask(m_bed->li, "remove",
                                    {{QStringLiteral("kind"), QStringLiteral("source")},
                                     {QStringLiteral("name"), QStringLiteral("x")}})),
                 events::CFG_NOT_FOUND);
        QCOMPARE(m_bed
                     ->ask(m_bed->wang, "changes",
                           {{QStringLiteral("state"), QString()},
                            {QStringLiteral("beforeId"), 0},
                            {QStringLiteral("limit"), 9}})
                     ->toArray()
                     .size(),
                 0);
    }

    void aNewOperatorWaitsTooAndThePasswordIsNotSeen()
    {
        const auto asked = m_bed->ask(m_bed->root, "addOperator",
                                      {{QStringLiteral("name"), QStringLiteral("zhao")},
                                       {QStringLiteral("person"), QStringLiteral("Zhao Liu")},
                                       {QStringLiteral("role"), QStringLiteral("operator")},
                                       {QStringLiteral("password"), kGoodPassword}});
        const qint64 id = waitingNumber(asked);
        QVERIFY(id > 0);
        const auto seen = m_bed->ask(m_bed->wang, "change", number(id));
        QVERIFY(!seen->toObject().value(QStringLiteral("after")).toString().contains(QStringLiteral("digest")));
        QVERIFY(m_bed->ask(m_bed->wang, "approveChange", numberAndText(id)));
        QVERIFY(m_bed->hasLine(QStringLiteral("operator"), QStringLiteral("added"), QStringLiteral("root/wang")));
        m_bed->signedIn(QStringLiteral("zhao"));
        // To shut somebody out does not wait; to switch the confirmation off does.
        QCOMPARE(refusal(m_bed->ask(m_bed->root, "setOperator",
                                    {{QStringLiteral("name"), QStringLiteral("zhao")},
                                     {QStringLiteral("role"), QStringLiteral("operator")},
                                     {QStringLiteral("enabled"), false}})),
                 QString());
        // With another role on the way it is more than that.
        QVERIFY(waitingNumber(m_bed->ask(m_bed->root, "setOperator",
                                         {{QStringLiteral("name"), QStringLiteral("zhao")},
                                          {QStringLiteral("role"), QStringLiteral("reviewer")},
                                          {QStringLiteral("enabled"), false}})) > 0);
        const qint64 off = waitingNumber(m_bed->ask(m_bed->root, "setFourEyes", {{QStringLiteral("on"), false}}));
        QVERIFY(m_bed->ask(m_bed->wang, "approveChange", numberAndText(off)));
        QVERIFY(m_bed->ask(m_bed->li, "addSource", source(QStringLiteral("/a")))); // at once again
    }

    void theDailyWorkDoesNotWait()
    {
        QVERIFY(m_bed->ask(m_bed->root, "rotateKeys", {{QStringLiteral("peer"), QString()}}));
        DatasetConfig dataset;
        dataset.name = QStringLiteral("d");
        dataset.source = QStringLiteral("s");
        dataset.tables = QStringList{QStringLiteral("t")};
        QJsonObject rights{{QStringLiteral("dataset"), toJson(dataset)}, {QStringLiteral("user"), QStringLiteral("u")}};
        QVERIFY(m_bed->ask(m_bed->li, "sourceRights", rights)); // it only looks
        rights.insert(QStringLiteral("runAs"), QStringLiteral("admin"));
        QVERIFY(waitingNumber(m_bed->ask(m_bed->li, "sourceRights", rights)) > 0);
    }

    void withoutAReviewerItIsNotSwitchedOn()
    {
        GuardBed bed;
        QVERIFY(bed.ask(bed.newCaller(), "addOperator",
                        {{QStringLiteral("name"), QStringLiteral("root")},
                         {QStringLiteral("person"), QStringLiteral("p")},
                         {QStringLiteral("role"), QStringLiteral("security")},
                         {QStringLiteral("password"), kGoodPassword}}));
        QCOMPARE(refusal(bed.ask(bed.signedIn(QStringLiteral("root")), "setFourEyes", {{QStringLiteral("on"), true}})),
                 events::REV_NOBODY);
    }

private:
    std::unique_ptr<GuardBed> m_bed;
};

BUSHENG_TEST(TstGuardReview)
#include "tst_guard_review.moc"
