// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exchange/agreement_rules.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

using namespace busheng;
using State = AgreementState;

namespace {

const QString kProvider = QStringLiteral("340000");
const QString kApplicant = QStringLiteral("100000");
constexpr qint64 kNow = 1'000'000;
constexpr qint64 kLater = 2'000'000;

std::vector<TableMapping> columns(const QStringList& names)
{
    return {{QStringLiteral("person"), {}, names, {}, {}}};
}

const QStringList kBoth{QStringLiteral("id"), QStringLiteral("name")};

ExchangeStep step(const QString& kind)
{
    const bool byApplicant = kind == u"apply" || kind == u"withdraw";
    ExchangeStep made;
    made.agreement = QStringLiteral("100000-20261127-ABCDEF");
    made.kind = kind;
    made.from = byApplicant ? kApplicant : kProvider;
    made.to = byApplicant ? kProvider : kApplicant;
    made.dataset = QStringLiteral("register");
    made.tables = columns(kBoth);
    made.purpose = QStringLiteral("pensions");
    made.legalBasis = QStringLiteral("article 5");
    made.reason = QStringLiteral("because");
    made.validUntilUtcMs = kLater;
    made.by = QStringLiteral("li");
    return made;
}

ExchangeAgreement agreementIn(State state, bool isProvider = true)
{
    auto made = *afterStep({}, step(QStringLiteral("apply")), isProvider ? kProvider : kApplicant, kNow);
    made.state = state;
    return made;
}

} // namespace

class TstAgreementRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whichStepFollowsWhichState_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("to"); ///< empty: refused
        const char* const table[][3] = {
            {"applied", "approve", "approved"},
            {"applied", "refuse", "refused"},
            {"applied", "withdraw", "withdrawn"},
            {"applied", "revoke", ""},
            {"approved", "revoke", "revoked"},
            {"approved", "refuse", ""},
            {"approved", "approve", "approved"},
            {"approved", "withdraw", "withdrawn"},
            {"partlyApproved", "revoke", "revoked"},
            {"partlyApproved", "approve", "approved"},
            {"refused", "approve", "approved"},
            {"refused", "revoke", ""},
            {"revoked", "approve", "approved"},
            {"revoked", "withdraw", "withdrawn"},
            {"expired", "approve", "approved"},
            {"expired", "revoke", ""},
            {"withdrawn", "withdraw", ""},
            {"draft", "approve", ""},
            {"applied", "apply", ""},
            {"approved", "something", ""},
        };
        for (const auto& [from, kind, to] : table)
            QTest::addRow("%s, %s", from, kind)
                << QString::fromLatin1(from) << QString::fromLatin1(kind) << QString::fromLatin1(to);
    }
    /// What comes by hand may come in the wrong order: a withdrawal is the end all the same.
    void aWithdrawalMayComeFirst()
    {
        const auto withdrawn = afterStep({}, step(QStringLiteral("withdraw")), kProvider, kNow);
        QVERIFY(withdrawn.has_value());
        QCOMPARE(withdrawn->state, State::Withdrawn);
        QVERIFY(withdrawn->isProvider);
        QCOMPARE(withdrawn->peerCode, kApplicant);
        QVERIFY(!afterStep(*withdrawn, step(QStringLiteral("apply")), kProvider, kNow));
        QVERIFY(!afterStep(*withdrawn, step(QStringLiteral("approve")), kProvider, kNow));
        QVERIFY(!afterStep({}, step(QStringLiteral("withdraw")), kApplicant, kNow)); // of what was never sent
        ExchangeStep careless = step(QStringLiteral("withdraw"));
        careless.reason.clear();
        QVERIFY(!afterStep({}, careless, kProvider, kNow));
    }

    /// The same at both ends.
    void whichStepFollowsWhichState()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, kind);
        QFETCH(const QString, to);
        for (const bool isProvider : {true, false}) {
            const ExchangeAgreement before = agreementIn(agreementStateFrom(from), isProvider);
            const auto after = afterStep(before, step(kind), isProvider ? kProvider : kApplicant, kNow);
            QCOMPARE(after.has_value(), !to.isEmpty());
            if (after)
                QCOMPARE(agreementStateName(after->state), to);
            else
                QCOMPARE(after.error().event, events::EXC_REFUSED);
        }
    }

    void aPartIsAPart()
    {
        ExchangeStep approval = step(QStringLiteral("approve"));
        approval.tables = columns({QStringLiteral("id")});
        auto after = afterStep(agreementIn(State::Applied), approval, kProvider, kNow);
        QVERIFY_OK(after);
        QCOMPARE(after->state, State::PartlyApproved);
        QCOMPARE(after->approved, approval.tables);
        approval.tables = columns({QStringLiteral("id"), QStringLiteral("card")});
        after = afterStep(agreementIn(State::Applied), approval, kProvider, kNow);
        QVERIFY(!after); // more than was applied for
    }

    void stepsThatCross()
    {
        // The provider decides what the applicant withdrew meanwhile: no error there, and no effect.
        const auto there =
            afterStep(agreementIn(State::Withdrawn, false), step(QStringLiteral("approve")), kApplicant, kNow);
        QVERIFY_OK(there);
        QCOMPARE(there->state, State::Withdrawn);
        QVERIFY(!afterStep(agreementIn(State::Withdrawn), step(QStringLiteral("approve")), kProvider, kNow));
    }

    void theClockEndsIt()
    {
        ExchangeAgreement agreement = agreementIn(State::Approved);
        QCOMPARE(stateAt(agreement, kLater - 1), State::Approved);
        QCOMPARE(stateAt(agreement, kLater), State::Expired);
        agreement.state = State::Refused;
        QCOMPARE(stateAt(agreement, kLater), State::Refused);
        const auto lateApplication = afterStep({}, step(QStringLiteral("apply")), kProvider, kLater);
        QVERIFY(!lateApplication);
        QCOMPARE(lateApplication.error().event, events::EXC_OVER);
        const auto lateApproval =
            afterStep(agreementIn(State::Applied), step(QStringLiteral("approve")), kProvider, kLater);
        QVERIFY(!lateApproval);
        QCOMPARE(lateApproval.error().event, events::EXC_OVER);
    }

    void whoMayTakeAStep()
    {
        ExchangeStep approval = step(QStringLiteral("approve"));
        approval.from = kApplicant; // the applicant approves for himself
        approval.to = kProvider;
        QVERIFY(!afterStep(agreementIn(State::Applied), approval, kProvider, kNow));
        approval = step(QStringLiteral("approve"));
        approval.from = QStringLiteral("350000"); // somebody else
        QVERIFY(!afterStep(agreementIn(State::Applied, false), approval, kApplicant, kNow));
        approval = step(QStringLiteral("approve"));
        approval.dataset = QStringLiteral("other");
        QVERIFY(!afterStep(agreementIn(State::Applied), approval, kProvider, kNow));
        QVERIFY(!afterStep({}, step(QStringLiteral("approve")), kApplicant, kNow)); // of nothing
    }

    void whatAStepMustSay()
    {
        const auto refusedWithout = [](const QString& kind, const std::function<void(ExchangeStep&)>& change) {
            ExchangeStep made = step(kind);
            change(made);
            const auto before =
                kind == u"apply" ? std::optional<ExchangeAgreement>() : std::optional(agreementIn(State::Applied));
            return !afterStep(before, made, kProvider, kNow).has_value();
        };
        const QString apply = QStringLiteral("apply");
        QVERIFY(!refusedWithout(apply, [](ExchangeStep&) {}));
        QVERIFY(refusedWithout(apply, [](ExchangeStep& one) { one.purpose.clear(); }));
        QVERIFY(refusedWithout(apply, [](ExchangeStep& one) { one.legalBasis = QStringLiteral("  "); }));
        QVERIFY(refusedWithout(apply, [](ExchangeStep& one) { one.by.clear(); }));
        QVERIFY(refusedWithout(apply, [](ExchangeStep& one) { one.tables.clear(); }));
        QVERIFY(refusedWithout(apply, [](ExchangeStep& one) { one.agreement.clear(); }));
        QVERIFY(refusedWithout(apply, [](ExchangeStep& one) { one.purpose = QString(5'000, u'x'); }));
        QVERIFY(refusedWithout(QStringLiteral("refuse"), [](ExchangeStep& one) { one.reason.clear(); }));
    }
};

BUSHENG_TEST(TstAgreementRules)
#include "tst_agreement_rules.moc"
