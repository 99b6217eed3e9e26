// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/credential_watch.h"
#include "engine/model/events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr qint64 kHourMs = 3'600'000;
constexpr qint64 kDayMs = 24 * kHourMs;
const QString kSubject = QStringLiteral("CN=340000");

/// A watch with a clock and a board of its own.
struct Bed {
    explicit Bed(const std::vector<Credential>& credentials)
        : journal(std::move(*Journal::open(directory.filePath(QStringLiteral("journal.sqlite"))))),
          board(
              clock, *journal, [](const std::function<void()>& call) { call(); }, [] {}),
          watch(clock, board, credentials)
    {
    }
    /// What stands, with how much is left: "CRT_EXPIRING 7".
    QStringList standing() const
    {
        QStringList all;
        for (const Alarm& alarm : board.standing())
            all.append(QString(alarm.event + u' ' + alarm.args.value(2)).trimmed());
        all.sort();
        return all;
    }
    /// Lets time pass, and the watch look.
    bool reaches(qint64 ms, const QStringList& expected)
    {
        clock.advanceMs(ms);
        return QTest::qWaitFor([&] { return standing() == expected; }, 5'000);
    }

    QTemporaryDir directory;
    FakeClock clock{0};
    std::unique_ptr<Journal> journal;
    AlarmBoard board;
    CredentialWatch watch;
};

Credential certificate(qint64 untilMs, Credential::Kind kind = Credential::Kind::Certificate)
{
    return {kind, kSubject, QStringLiteral("01"), 0, untilMs};
}

} // namespace

class TstCredentialWatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stepsOfACertificateAndOfAList()
    {
        const Credential one = certificate(100 * kDayMs);
        const auto step = [&](const Credential& credential, qint64 day) {
            return CredentialWatch::step(credential, day * kDayMs);
        };
        QCOMPARE(step(one, 69), 0);
        QCOMPARE(step(one, 70), 1);
        QCOMPARE(step(one, 92), 1);
        QCOMPARE(step(one, 93), 2);
        QCOMPARE(step(one, 98), 2);
        QCOMPARE(step(one, 99), 3);
        QCOMPARE(step(one, 100), 4);
        const Credential list = certificate(8 * kDayMs, Credential::Kind::RevocationList);
        QCOMPARE(step(list, 6), 0);
        QCOMPARE(step(list, 7), 1);
        QCOMPARE(step(list, 8), 4);
    }

    void warnsAtEachStepAndStopsWhenRenewed()
    {
        Bed bed({certificate(100 * kDayMs)});
        QCOMPARE(bed.standing(), QStringList());
        QVERIFY(bed.reaches(70 * kDayMs + kHourMs, {QStringLiteral("CRT_EXPIRING 29")}));
        QVERIFY(bed.reaches(23 * kDayMs, {QStringLiteral("CRT_EXPIRING 6")}));
        QVERIFY(bed.reaches(6 * kDayMs, {QStringLiteral("CRT_EXPIRING 0")}));
        QVERIFY(bed.reaches(kDayMs, {QStringLiteral("CRT_EXPIRED")}));
        bed.watch.replace({certificate(500 * kDayMs)});
        QCOMPARE(bed.standing(), QStringList());
    }

    void aListWarnsOfItsOwnAccord()
    {
        Bed bed({certificate(500 * kDayMs), certificate(8 * kDayMs, Credential::Kind::RevocationList)});
        QVERIFY(bed.reaches(6 * kDayMs + kHourMs, {QStringLiteral("CRL_EXPIRING 47")}));
        QVERIFY(bed.reaches(2 * kDayMs, {QStringLiteral("CRL_STALE")}));
        bed.watch.replace({certificate(500 * kDayMs), certificate(20 * kDayMs, Credential::Kind::RevocationList)});
        QCOMPARE(bed.standing(), QStringList());
    }

    void whatIsNoLongerUsedIsForgotten()
    {
        Bed bed({certificate(10 * kDayMs), certificate(10 * kDayMs, Credential::Kind::Sm2Certificate)});
        QCOMPARE(bed.standing().size(), 2);
        bed.watch.replace({certificate(10 * kDayMs)});
        QCOMPARE(bed.standing(), QStringList{QStringLiteral("CRT_EXPIRING 10")});
    }

    void oldAndNewOverlap()
    {
        // Two lists of one authority: the newer one counts.
        Bed bed({certificate(kDayMs, Credential::Kind::RevocationList),
                 certificate(100 * kDayMs, Credential::Kind::RevocationList)});
        QCOMPARE(bed.standing(), QStringList());
    }

    void filesThatCannotBeUsedAreAlarmedUntilTheyCan()
    {
        Bed bed({certificate(100 * kDayMs)});
        bed.watch.refused(makeEvent(ErrorCode::Config, events::CFG_BAD_CERT,
                                    {QStringLiteral("node.crt"), QStringLiteral("broken")}, QString()));
        QCOMPARE(bed.standing(), QStringList{QStringLiteral("CFG_BAD_CERT")});
        bed.watch.replace({certificate(100 * kDayMs)});
        QCOMPARE(bed.standing(), QStringList());
    }
};

BUSHENG_TEST(TstCredentialWatch)
#include "tst_credential_watch.moc"
