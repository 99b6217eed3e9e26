// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/base/random_source.h"
#include "engine/host/verifications.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/host/host_fixture.h"

#include <QDateTime>
#include <QJsonDocument>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr qint64 kHourMs = 3'600'000;
const QString kName = QStringLiteral("people");

/// Verifications over a real journal; the stream and its peer are played.
struct Scene {
    Scene()
    {
        if (auto opened = Journal::open(directory.filePath(QStringLiteral("journal.sqlite"))))
            journal = std::move(*opened);
        else
            qFatal("%s", qPrintable(opened.error().toString()));
        SubscriptionConfig subscription;
        subscription.name = kName;
        subscription.verifyTimes = QStringLiteral("every 24h");
        subscriptions = {subscription};
        const auto now = [](std::function<void()> call) { call(); };
        alarms = std::make_unique<AlarmBoard>(clock, *journal, now, [] {});
        start();
    }
    void start()
    {
        verifications = std::make_unique<Verifications>(Verifications::Context{
            clock, systemRandom(), *journal, *alarms,
            [this](std::function<void()> call) {
                QMetaObject::invokeMethod(verifications.get(), std::move(call), Qt::QueuedConnection);
            },
            [this](const QString&, std::uint32_t, const control::Body& body) {
                const std::lock_guard lock(mutex);
                sent.push_back(body);
            },
            [this](const QString& name) { return name == kName ? std::optional(stream) : std::nullopt; },
            [this]() -> const std::vector<SubscriptionConfig>& { return subscriptions; }, [] {}, journal->path()});
        const auto restored = verifications->restore();
        if (!restored)
            qFatal("%s", qPrintable(restored.error().toString()));
    }
    std::size_t begun() const { return journal->verifications(kName, 100).value().size(); }
    bool isAlarmed(const QString& event) const
    {
        return std::ranges::any_of(journal->alarms(true, 100).value(),
                                   [&](const Alarm& alarm) { return alarm.event == event; });
    }
    std::size_t requests()
    {
        const std::lock_guard lock(mutex);
        return static_cast<std::size_t>(std::ranges::count_if(
            sent, [](const control::Body& body) { return std::holds_alternative<control::VerifyRequest>(body); }));
    }

    QTemporaryDir directory;
    FakeClock clock;
    std::mutex mutex;
    std::vector<control::Body> sent;
    std::vector<SubscriptionConfig> subscriptions;
    Verifications::Stream stream{QStringLiteral("340000"),         1, true, SubscriptionState::Live, 5, {}, {},
                                 QStringLiteral("340000>100000/1")};
    std::unique_ptr<Journal> journal;
    std::unique_ptr<AlarmBoard> alarms;
    std::unique_ptr<Verifications> verifications; ///< last: ends before what it uses
};

} // namespace

class TstVerifications : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTimetableBeginsEachOnce()
    {
        Scene scene;
        QTRY_VERIFY_WITH_TIMEOUT(scene.verifications->nextUtcMs(scene.subscriptions[0]).has_value(), kPatienceMs);
        QCOMPARE(*scene.verifications->nextUtcMs(scene.subscriptions[0]), scene.clock.utcMs() + 24 * kHourMs);
        QCOMPARE(scene.begun(), std::size_t{0});
        scene.clock.advanceMs(24 * kHourMs);
        QTRY_COMPARE_WITH_TIMEOUT(scene.begun(), std::size_t{1}, kPatienceMs);
        const VerificationSnapshot one = scene.verifications->list(kName, 1).value().at(0);
        QCOMPARE(one.level, QStringLiteral("field"));
        QVERIFY(one.gentle);
        QVERIFY(one.scheduled);
        QCOMPARE(one.state, QStringLiteral("running"));
        QCOMPARE(*scene.verifications->nextUtcMs(scene.subscriptions[0]), scene.clock.utcMs() + 24 * kHourMs);
        QVERIFY_OK(scene.verifications->stop(one.id));
        QTRY_COMPARE_WITH_TIMEOUT(scene.verifications->snapshot(one.id)->state, QStringLiteral("stopped"), kPatienceMs);
    }

    void whatWasMissedIsMadeUpForOnce()
    {
        Scene scene;
        QTRY_VERIFY_WITH_TIMEOUT(scene.verifications->nextUtcMs(scene.subscriptions[0]).has_value(), kPatienceMs);
        scene.verifications.reset(); // the node is off for three days
        scene.clock.advanceMs(72 * kHourMs);
        scene.start();
        QTRY_COMPARE_WITH_TIMEOUT(scene.begun(), std::size_t{1}, kPatienceMs);
        QCOMPARE(*scene.verifications->nextUtcMs(scene.subscriptions[0]), scene.clock.utcMs() + 24 * kHourMs);
    }

    void oneThatCannotBeginIsAnAlarmAfterAnHour()
    {
        Scene scene;
        QTRY_VERIFY_WITH_TIMEOUT(scene.verifications->nextUtcMs(scene.subscriptions[0]).has_value(), kPatienceMs);
        scene.stream.isLinkUp = false;
        scene.clock.advanceMs(26 * kHourMs);
        QTRY_VERIFY_WITH_TIMEOUT(scene.isAlarmed(events::VRF_OVERDUE), kPatienceMs);
        QCOMPARE(scene.begun(), std::size_t{0});
        scene.stream.isLinkUp = true;
        scene.clock.advanceMs(kHourMs);
        QTRY_COMPARE_WITH_TIMEOUT(scene.begun(), std::size_t{1}, kPatienceMs);
        QTRY_VERIFY(!scene.isAlarmed(events::VRF_OVERDUE));
    }

    void goesOnAfterARestart()
    {
        Scene scene;
        const auto id = scene.verifications->start(kName, true, false);
        QVERIFY_OK(id);
        QTRY_COMPARE_WITH_TIMEOUT(scene.requests(), std::size_t{1}, kPatienceMs);
        scene.start();
        QTRY_COMPARE_WITH_TIMEOUT(scene.requests(), std::size_t{2}, kPatienceMs);
        QCOMPARE(scene.verifications->snapshot(*id)->state, QStringLiteral("running"));
        QVERIFY(!scene.verifications->start(kName, true, false)); // one at a time
    }

    void waitsForTheLinkAndAsksAgain()
    {
        Scene scene;
        QVERIFY_OK(scene.verifications->start(kName, true, false));
        QTRY_COMPARE_WITH_TIMEOUT(scene.requests(), std::size_t{1}, kPatienceMs);
        scene.verifications->onLink(scene.stream.peer, false);
        scene.verifications->onLink(scene.stream.peer, true);
        QTRY_COMPARE_WITH_TIMEOUT(scene.requests(), std::size_t{2}, kPatienceMs);
    }

    void whatAnOldOneFoundCanStillBeRepaired()
    {
        Scene scene;
        VerificationProgress progress;
        progress.shown.id = 99;
        progress.shown.subscription = kName;
        progress.shown.level = QStringLiteral("field");
        progress.shown.state = QStringLiteral("different");
        progress.different = {{1, Bytes("key")}};
        VerificationRecord record;
        record.id = 99;
        record.subscription = kName;
        record.outcome = progress.shown.state;
        record.report = QJsonDocument(toJson(progress.shown)).toJson();
        record.resume = progress.resumeBlob();
        QVERIFY_OK(scene.journal->saveVerification(record));
        QVERIFY_OK(scene.verifications->repair(99));
        const auto* request = std::get_if<control::RepairRequest>(&scene.sent.back());
        QVERIFY(request != nullptr);
        QCOMPARE(request->rows.size(), std::size_t{1});
        QCOMPARE(request->rows[0].key, Bytes("key"));
        QCOMPARE(scene.verifications->repair(98).error().event, events::CFG_NOT_FOUND);
        scene.stream.isLinkUp = false;
        QCOMPARE(scene.verifications->repair(99).error().event, events::LNK_DOWN);
    }

    void saysWhyItCannotBegin()
    {
        Scene scene;
        QCOMPARE(scene.verifications->start(QStringLiteral("nobody"), true, false).error().event,
                 events::CFG_NOT_FOUND);
        scene.stream.state = SubscriptionState::Initializing;
        QCOMPARE(scene.verifications->start(kName, true, false).error().event, events::VRF_FAILED);
        scene.stream.isLinkUp = false;
        QCOMPARE(scene.verifications->start(kName, true, false).error().event, events::LNK_DOWN);
        QCOMPARE(scene.begun(), std::size_t{0});
    }
};

BUSHENG_TEST(TstVerifications)
#include "tst_verifications.moc"
