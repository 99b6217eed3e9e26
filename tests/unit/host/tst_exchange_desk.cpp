// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exchange/agreement_rules.h"
#include "engine/host/exchange_desk.h"
#include "engine/model/events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"

#include "app/node/node_init.h"
#include "engine/api/node_config.h"

#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kProvider = QStringLiteral("340000");
const QString kUser = QStringLiteral("100000");
const QString kRegister = QStringLiteral("register");
const QString kBy = QStringLiteral("李");
constexpr qint64 kDay = 86'400'000;

std::vector<TableMapping> person(const QStringList& columns)
{
    return {{QStringLiteral("person"), {}, columns, {}, {}}};
}

/// A node's desk with its own journal and a real identity; what it sends lies in `out` until it is carried.
struct End {
    End(const QTemporaryDir& folder, const QString& code, const QString& peerCode, FakeClock& time)
        : node(code), peer(peerCode), clock(time),
          journal(*Journal::open(folder.filePath(QStringLiteral("journal") + code))),
          alarms(
              clock, *journal, [](const std::function<void()>& call) { call(); }, [] {})
    {
        const QString directory = folder.filePath(code);
        if (auto made = initializeNode({directory, code, code, {}, folder.filePath(QStringLiteral("authority"))});
            !made)
            qFatal("%s", qPrintable(made.error().toString()));
        const auto config = loadNodeConfig(directory);
        identity =
            std::move(*Sm2Identity::create({config->sm2Certificate, config->sm2PrivateKey, config->sm2Authority}));
        lists = std::move(*RevocationLists::read(config->revocationLists));
        desk = std::make_unique<ExchangeDesk>(
            ExchangeDesk::Context{node, *journal, clock, systemRandom(), alarms,
                                  [this](const LedgerEntry& line) {
                                      return isLedgerBroken ? Result<>(fail(ErrorCode::Storage, QStringLiteral("full")))
                                                            : journal->appendLedger({line});
                                  },
                                  [this](const ExchangeStep& step) { return signPaper(step, *identity); },
                                  [this](const ExchangePaper& paper) {
                                      // The certificates are of the machine's time, whatever the test's clock says.
                                      return checkPaper(paper, *identity, lists, systemClock().utcMs(), 0);
                                  },
                                  [this](const QString&, const control::Body& body) { out.push_back(body); },
                                  [](const QString&, const DatasetOffer& offer) { return offer.onApplication; },
                                  [](const QString&) { return true; }, [this] { ++changes; }});
    }

    void publish()
    {
        DatasetOffer offer;
        offer.provider = node;
        offer.dataset = kRegister;
        offer.title = QStringLiteral("参保登记");
        offer.onApplication = true;
        offer.tables = {{QStringLiteral("person"),
                         {{QStringLiteral("id"), QStringLiteral("INTEGER"), true, false},
                          {QStringLiteral("name"), QStringLiteral("TEXT"), false, false},
                          {QStringLiteral("card"), QStringLiteral("TEXT"), false, true}}}};
        desk->setOwnOffers({offer});
    }

    /// Carries what this end said to `other`, and drops it when there is no line.
    void carryTo(End& other, bool isThereALine = true)
    {
        for (const control::Body& body : std::exchange(out, {})) {
            if (!isThereALine)
                continue;
            if (const auto* offer = std::get_if<control::Offer>(&body))
                other.desk->onOffer(node, *offer);
            else if (const auto* offers = std::get_if<control::DatasetOffers>(&body))
                other.desk->onOffers(node, *offers);
            else if (const auto* paper = std::get_if<control::Paper>(&body))
                other.desk->onPaper(node, *paper);
            else if (const auto* taken = std::get_if<control::PaperTaken>(&body))
                other.desk->onPaperTaken(node, *taken);
        }
    }
    QString state(const QString& id) const
    {
        const auto found = desk->agreements();
        const std::vector<ExchangeAgreement> all = found.value_or(std::vector<ExchangeAgreement>());
        for (const ExchangeAgreement& one : all) {
            if (one.id == id)
                return agreementStateName(one.state);
        }
        return {};
    }
    bool hasAlarm(const QString& event) const
    {
        return std::ranges::any_of(alarms.standing(), [&](const Alarm& alarm) { return alarm.event == event; });
    }
    QStringList kinds(const QString& id) const
    {
        const auto events = desk->history(id);
        const std::vector<ExchangeEvent> known = events.value_or(std::vector<ExchangeEvent>());
        QStringList all;
        for (const ExchangeEvent& event : known)
            all.append(event.kind);
        return all;
    }

    QString node;
    QString peer;
    FakeClock& clock;
    std::unique_ptr<Journal> journal;
    AlarmBoard alarms;
    std::unique_ptr<Sm2Identity> identity;
    RevocationLists lists;
    std::unique_ptr<ExchangeDesk> desk;
    std::vector<control::Body> out;
    int changes = 0;
    bool isLedgerBroken = false;
};

struct Pair {
    Pair() { provider.publish(); }
    /// Until nobody has anything to say.
    void carry()
    {
        for (int rounds = 0; rounds < 5; ++rounds) {
            user.carryTo(provider);
            provider.carryTo(user);
        }
    }
    void open()
    {
        user.desk->onOpened(kProvider);
        provider.desk->onOpened(kUser);
        carry();
    }
    ExchangeApplication application(const QStringList& columns)
    {
        return {{},
                kProvider,
                kRegister,
                person(columns),
                QStringLiteral("养老金核查"),
                QStringLiteral("第五条"),
                clock.utcMs() + 100 * kDay};
    }

    QTemporaryDir folder;
    FakeClock clock = FakeClock(systemClock().utcMs());
    End provider{folder, kProvider, kUser, clock};
    End user{folder, kUser, kProvider, clock};
};

const QStringList kPlain{QStringLiteral("id"), QStringLiteral("name")};
const QStringList kAll{QStringLiteral("id"), QStringLiteral("name"), QStringLiteral("card")};

ExchangeDecision approval(const QString& id, const QStringList& columns = {})
{
    ExchangeDecision decision;
    decision.agreement = id;
    decision.approves = true;
    if (!columns.isEmpty())
        decision.tables = person(columns);
    return decision;
}

} // namespace

class TstExchangeDesk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fromTheCatalogueToAnApproval()
    {
        Pair pair;
        pair.open();
        const auto seen = pair.user.desk->catalogue();
        QVERIFY_OK(seen);
        QCOMPARE(seen->size(), std::size_t{1});
        QCOMPARE(seen->front().title, QStringLiteral("参保登记"));
        const auto id = pair.user.desk->apply(pair.application(kAll), kBy);
        QVERIFY_OK(id);
        pair.carry();
        QCOMPARE(pair.provider.state(*id), QStringLiteral("applied"));
        QVERIFY(pair.provider.hasAlarm(events::EXC_WAITING));
        QVERIFY(!pair.provider.desk->beyond(kUser, kRegister, shapeOf(person(kPlain))).isEmpty());
        // A sensitive column is not approved by the way.
        const auto careless = pair.provider.desk->decide(approval(*id), kBy);
        QVERIFY(!careless);
        QCOMPARE(careless.error().event, events::EXC_SENSITIVE);
        QVERIFY_OK(pair.provider.desk->decide(approval(*id, kPlain), kBy));
        pair.carry();
        QVERIFY(!pair.provider.hasAlarm(events::EXC_WAITING));
        for (const End* end : {&pair.user, &pair.provider}) {
            QCOMPARE(end->state(*id), QStringLiteral("partlyApproved"));
            QCOMPARE(end->kinds(*id), QStringList({QStringLiteral("apply"), QStringLiteral("approve")}));
            QCOMPARE(end->journal->ledgerHead()->kind, QStringLiteral("exchange"));
            QCOMPARE(end->desk->agreements()->front().undelivered, 0);
        }
        QCOMPARE(pair.provider.desk->beyond(kUser, kRegister, shapeOf(person(kPlain))), QString());
        QVERIFY(!pair.provider.desk->beyond(kUser, kRegister, shapeOf(person(kAll))).isEmpty());
        QVERIFY(!pair.provider.desk->beyond(QStringLiteral("350000"), kRegister, shapeOf(person(kPlain))).isEmpty());
    }

    void aLostLineLosesNothing()
    {
        Pair pair;
        pair.open();
        const auto id = pair.user.desk->apply(pair.application(kPlain), kBy);
        QVERIFY_OK(id);
        pair.user.carryTo(pair.provider, false);
        QCOMPARE(pair.provider.state(*id), QString());
        pair.user.desk->onOpened(kProvider);
        pair.user.carryTo(pair.provider);
        pair.provider.carryTo(pair.user, false); // its answer is lost
        pair.user.desk->onOpened(kProvider);     // and it comes once more
        pair.carry();
        QCOMPARE(pair.provider.kinds(*id), QStringList{QStringLiteral("apply")});
        QCOMPARE(pair.user.desk->agreements()->front().undelivered, 0);
        QVERIFY(pair.provider.alarms.standing().size() == 1U); // that it waits for a decision
    }

    void revokedApprovedAgainAndWithdrawn()
    {
        Pair pair;
        pair.open();
        const QString id = *pair.user.desk->apply(pair.application(kPlain), kBy);
        pair.carry();
        QVERIFY_OK(pair.provider.desk->decide(approval(id), kBy));
        QVERIFY_OK(pair.provider.desk->end(id, QStringLiteral("audit"), kBy));
        pair.carry();
        QCOMPARE(pair.user.state(id), QStringLiteral("revoked"));
        QVERIFY(!pair.provider.desk->beyond(kUser, kRegister, shapeOf(person(kPlain))).isEmpty());
        QVERIFY_OK(pair.provider.desk->decide(approval(id), kBy));
        pair.carry();
        QCOMPARE(pair.user.state(id), QStringLiteral("approved"));
        QCOMPARE(pair.provider.desk->beyond(kUser, kRegister, shapeOf(person(kPlain))), QString());
        QVERIFY_OK(pair.user.desk->end(id, QStringLiteral("done"), kBy));
        pair.carry();
        QCOMPARE(pair.provider.state(id), QStringLiteral("withdrawn"));
        QVERIFY(!pair.provider.desk->decide(approval(id), kBy)); // that was the end
    }

    void theClockWarnsAndEnds()
    {
        Pair pair;
        pair.open();
        const QString id = *pair.user.desk->apply(pair.application(kPlain), kBy);
        pair.carry();
        QVERIFY_OK(pair.provider.desk->decide(approval(id), kBy));
        pair.carry();
        pair.provider.desk->look();
        QVERIFY(!pair.provider.hasAlarm(events::EXC_EXPIRING));
        pair.clock.advanceMs(71 * kDay);
        for (End* end : {&pair.provider, &pair.user}) {
            end->desk->look();
            QVERIFY(end->hasAlarm(events::EXC_EXPIRING));
        }
        pair.clock.advanceMs(30 * kDay);
        // Nothing waits for the next look at the clock.
        QVERIFY(!pair.provider.desk->beyond(kUser, kRegister, shapeOf(person(kPlain))).isEmpty());
        for (End* end : {&pair.provider, &pair.user}) {
            end->desk->look();
            end->desk->look();
            QVERIFY(!end->hasAlarm(events::EXC_EXPIRING));
            QVERIFY(end->hasAlarm(events::EXC_EXPIRED));
            QCOMPARE(end->kinds(id).last(), QStringLiteral("expire"));
            QCOMPARE(end->kinds(id).size(), 3);
        }
        ExchangeDecision longer = approval(id);
        longer.validUntilUtcMs = pair.clock.utcMs() + 365 * kDay;
        QVERIFY_OK(pair.provider.desk->decide(longer, kBy));
        pair.carry();
        QCOMPARE(pair.user.state(id), QStringLiteral("approved"));
        QVERIFY(!pair.user.hasAlarm(events::EXC_EXPIRED));
    }

    void byHandWithoutALink()
    {
        Pair pair;
        const QString file = QStringLiteral("request.json");
        const QString id = *pair.user.desk->apply(pair.application(kPlain), kBy);
        const QByteArray request = *pair.user.desk->exportPaper(id);
        const auto event = [&file](End& end, const QByteArray& text) {
            const auto taken = end.desk->importPaper(text, file);
            return taken ? QString() : taken.error().event;
        };
        QCOMPARE(event(pair.user, request), events::EXC_ADDRESSEE);
        QByteArray changed = request;
        changed.replace("\"name\"", "\"card\"");
        QCOMPARE(event(pair.provider, changed), events::EXC_SIGNATURE);
        QCOMPARE(pair.provider.state(id), QString()); // nothing of it counts
        QCOMPARE(event(pair.provider, request), QString());
        QCOMPARE(event(pair.provider, request), events::EXC_REPEATED);
        QVERIFY_OK(pair.provider.desk->decide(approval(id), kBy));
        const QByteArray decision = *pair.provider.desk->exportPaper(id);
        QVERIFY_OK(pair.provider.desk->end(id, QStringLiteral("audit"), kBy));
        const QByteArray revocation = *pair.provider.desk->exportPaper(id);
        QCOMPARE(event(pair.user, revocation), events::EXC_REFUSED); // the one before it comes first
        QCOMPARE(event(pair.user, decision), QString());
        QCOMPARE(event(pair.user, revocation), QString());
        QCOMPARE(event(pair.user, decision), events::EXC_REPEATED); // and does not come back
        QCOMPARE(pair.user.state(id), QStringLiteral("revoked"));
        pair.clock.advanceMs(200 * kDay);
        Pair late;
        QCOMPARE(event(late.provider, request), events::CRT_INVALID); // of another authority
        // What came by hand is known when the link comes.
        pair.open();
        QCOMPARE(pair.provider.kinds(id).size(), 3);
        QCOMPARE(pair.user.desk->agreements()->front().undelivered, 0);
    }

    void aWithdrawalByHandMayComeFirst()
    {
        Pair pair;
        const QString id = *pair.user.desk->apply(pair.application(kPlain), kBy);
        const QByteArray request = *pair.user.desk->exportPaper(id);
        QVERIFY_OK(pair.user.desk->end(id, QStringLiteral("mistake"), kBy));
        const QByteArray withdrawal = *pair.user.desk->exportPaper(id);
        QVERIFY_OK(pair.provider.desk->importPaper(withdrawal, QStringLiteral("withdrawal.json")));
        QCOMPARE(pair.provider.state(id), QStringLiteral("withdrawn"));
        QVERIFY(!pair.provider.desk->importPaper(request, QStringLiteral("request.json")));
        QVERIFY(!pair.provider.desk->decide(approval(id), kBy));
        QVERIFY(!pair.provider.desk->beyond(kUser, kRegister, shapeOf(person(kPlain))).isEmpty());
    }

    /// Rows are held also when the ledger cannot be written.
    void whatIsKeptCountsWithoutItsLine()
    {
        Pair pair;
        pair.open();
        const QString id = *pair.user.desk->apply(pair.application(kPlain), kBy);
        pair.carry();
        QVERIFY_OK(pair.provider.desk->decide(approval(id), kBy));
        const int before = pair.provider.changes;
        pair.provider.isLedgerBroken = true;
        QVERIFY(!pair.provider.desk->end(id, QStringLiteral("audit"), kBy));
        QVERIFY(pair.provider.changes > before);
        QVERIFY(!pair.provider.desk->beyond(kUser, kRegister, shapeOf(person(kPlain))).isEmpty());
    }

    void anOldRequestIsOver()
    {
        Pair pair;
        const QString id = *pair.user.desk->apply(pair.application(kPlain), kBy);
        const QByteArray request = *pair.user.desk->exportPaper(id);
        pair.clock.advanceMs(101 * kDay);
        const auto taken = pair.provider.desk->importPaper(request, QStringLiteral("request.json"));
        QVERIFY(!taken);
        QCOMPARE(taken.error().event, events::EXC_OVER);
    }

    void whatIsNotOfferedCannotBeHad()
    {
        Pair pair;
        ExchangeApplication application = pair.application(kPlain);
        application.dataset = QStringLiteral("secret"); // the catalogue is not known: nobody here can say no
        const auto id = pair.user.desk->apply(application, kBy);
        QVERIFY_OK(id);
        pair.open();
        QCOMPARE(pair.provider.state(*id), QString());
        QCOMPARE(pair.user.desk->agreements()->front().error, events::EXC_REFUSED);
        application = pair.application({QStringLiteral("name")}); // without the key
        const auto keyless = pair.user.desk->apply(application, kBy);
        QVERIFY(!keyless);
        QCOMPARE(keyless.error().event, events::EXC_REFUSED);
        // What is offered no more goes out of the catalogue.
        pair.provider.desk->setOwnOffers({});
        pair.carry();
        QVERIFY(pair.user.desk->catalogue()->empty());
    }

    void draftsAreKeptAndSent()
    {
        Pair pair;
        pair.open();
        ExchangeApplication draft = pair.application({});
        draft.purpose.clear();
        const auto id = pair.user.desk->saveDraft(draft, kBy);
        QVERIFY_OK(id);
        pair.carry();
        QCOMPARE(pair.user.state(*id), QStringLiteral("draft"));
        QCOMPARE(pair.provider.state(*id), QString());
        draft = pair.application(kPlain);
        draft.draft = *id;
        QCOMPARE(pair.user.desk->apply(draft, kBy).value_or(QString()), *id);
        pair.carry();
        QCOMPARE(pair.provider.state(*id), QStringLiteral("applied"));
        QVERIFY(!pair.user.desk->discardDraft(*id)); // it is none any more
        const auto other = pair.user.desk->saveDraft(pair.application(kPlain), kBy);
        QVERIFY_OK(pair.user.desk->discardDraft(*other));
        QCOMPARE(pair.user.state(*other), QString());
    }
};

BUSHENG_TEST(TstExchangeDesk)
#include "tst_exchange_desk.moc"
