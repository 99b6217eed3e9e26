// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/link_key_wrap.h"
#include "engine/host/key_life.h"
#include "engine/model/events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr qint64 kDayMs = 24 * 3'600'000LL;

/// One end of a link with its own disk, and the wire between two of them is the test's.
struct End {
    explicit End(QString own) : code(std::move(own)) { open(); }

    void open()
    {
        life.reset();
        keys.reset();
        journal.reset();
        must(systemFileSystem().makeDirectories(path(QStringLiteral("identity"))));
        auto openedKeys = LinkKeys::open(systemFileSystem(), systemRandom(), path(QStringLiteral("identity/sm2.key")),
                                         path(QStringLiteral("keys")));
        auto openedJournal = Journal::open(path(QStringLiteral("journal")));
        must(openedKeys);
        must(openedJournal);
        keys = std::move(*openedKeys);
        journal = std::move(*openedJournal);
        auto openedLife = KeyLife::open({*keys, *journal, clock, config,
                                         [this](const LedgerEntry& entry) { return journal->appendLedger({entry}); }});
        must(openedLife);
        life = std::move(*openedLife);
    }
    template <typename T>
    static void must(const Result<T>& done)
    {
        if (!done)
            qFatal("%s", qPrintable(done.error().toString()));
    }
    QString path(const QString& name) const { return directory.filePath(name); }
    QStringList files() const { return QDir(path(QStringLiteral("keys"))).entryList(QDir::Files, QDir::Name); }
    LinkKeyRecord record(const QString& direction, quint32 epoch) const
    {
        for (const LinkKeyRecord& one : life->inventory()) {
            if (one.direction == direction && one.epoch == epoch)
                return one;
        }
        return {};
    }
    QString state(const QString& direction, quint32 epoch) const { return record(direction, epoch).state; }

    QTemporaryDir directory;
    QString code;
    FakeClock clock;
    CryptoConfig config;
    std::unique_ptr<LinkKeys> keys;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<KeyLife> life;
};

const QString kOut = QStringLiteral("out");
const QString kIn = QStringLiteral("in");

} // namespace

class TstKeyLife : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aKeyIsUsedOnlyWhenThePeerHoldsIt()
    {
        End source(QStringLiteral("340000"));
        End target(QStringLiteral("100000"));
        meet(source, target);
        const auto first = source.life->active(target.code);
        QVERIFY_OK(first);
        QCOMPARE(first->epoch, 1U);
        QVERIFY(exchange(source, target)); // the peer gets it
        QVERIFY_OK(source.life->rotate(target.code, QStringLiteral("asked"), QStringLiteral("ming")));
        QCOMPARE(source.life->active(target.code)->epoch, 1U);
        QCOMPARE(source.state(kOut, 2), QStringLiteral("granted"));
        QVERIFY_OK(
            source.life->rotate(target.code, QStringLiteral("asked"), QStringLiteral("li"))); // one is on its way
        QCOMPARE(source.record(kOut, 3).epoch, 0U);
        QVERIFY(exchange(source, target));
        const auto second = source.life->active(target.code);
        QVERIFY_OK(second);
        QCOMPARE(second->epoch, 2U);
        QVERIFY(second->secret != first->secret);
        QCOMPARE(source.state(kOut, 1), QStringLiteral("retired"));
        QCOMPARE(source.record(kOut, 2).by, QStringLiteral("ming"));
        QCOMPARE(source.record(kOut, 2).fingerprint, target.record(kIn, 2).fingerprint);
        QCOMPARE(target.files().size(), 2);
    }

    void aCertifiedKeyForEncryptionIsTheOneThatOpens()
    {
        End source(QStringLiteral("340000"));
        End target(QStringLiteral("100000"));
        meet(source, target);
        const Sm2Key former = *Sm2Key::generate();
        const Sm2Key current = *Sm2Key::generate();
        source.keys->setPeerEncryption(target.code, *current.publicPem());
        QVERIFY_OK(source.life->active(target.code));
        QVERIFY(!exchange(source, target)); // it was hidden for a key that the target has not got
        target.keys->addOwnEncryption(current);
        QVERIFY(exchange(source, target));
        QCOMPARE(source.record(kOut, 1).fingerprint, target.record(kIn, 1).fingerprint);

        // A session that began before a renewal still has the certificate before.
        target.keys->addOwnEncryption(former);
        QVERIFY_OK(source.life->rotate(target.code, QStringLiteral("asked"), QString()));
        QVERIFY(exchange(source, target));

        // At rest they are hidden for the node's own key: the authority's copy of the other opens nothing here.
        target.open();
        QCOMPARE(target.keys->incoming(source.code)->size(), std::size_t{2});

        source.keys->setPeerEncryption(target.code, Bytes()); // the peer has none any more
        QVERIFY_OK(source.life->rotate(target.code, QStringLiteral("asked"), QString()));
        QVERIFY(exchange(source, target));
    }

    void anOldKeyIsWipedAtBothEndsWhenNobodyNeedsIt()
    {
        End source(QStringLiteral("340000"));
        End target(QStringLiteral("100000"));
        meet(source, target);
        QVERIFY_OK(source.life->active(target.code));
        for (int i = 0; i < 2; ++i) {
            QVERIFY_OK(source.life->rotate(target.code, QStringLiteral("asked"), QString()));
            QVERIFY(exchange(source, target));
        }
        QCOMPARE(source.files(),
                 QStringList({QStringLiteral("100000-out-1.wrapped"), QStringLiteral("100000-out-2.wrapped"),
                              QStringLiteral("100000-out-3.wrapped")}));
        QCOMPARE(source.life->noteNeeded(target.code, 1).value(), false);
        QCOMPARE(source.files().size(), 3);
        QCOMPARE(source.life->noteNeeded(target.code, 2).value(), true);
        QVERIFY(exchange(source, target));
        QCOMPARE(source.files(),
                 QStringList({QStringLiteral("100000-out-2.wrapped"), QStringLiteral("100000-out-3.wrapped")}));
        QCOMPARE(target.files(),
                 QStringList({QStringLiteral("340000-in-2.wrapped"), QStringLiteral("340000-in-3.wrapped")}));
        QCOMPARE(source.life->noteNeeded(target.code, 100).value(), true); // never the one in use
        QVERIFY(exchange(source, target));
        QCOMPARE(source.files(), QStringList{QStringLiteral("100000-out-3.wrapped")});
        QCOMPARE(target.files(), QStringList{QStringLiteral("340000-in-3.wrapped")});
        QCOMPARE(source.state(kOut, 1), QStringLiteral("wiped"));
        QVERIFY(source.record(kOut, 1).wipedUtcMs > 0);
        source.open();
        target.open();
        QCOMPARE(source.state(kOut, 1), QStringLiteral("wiped")); // the history stays
        QCOMPARE(target.state(kIn, 2), QStringLiteral("wiped"));
    }

    void aKeyIsDueByCountVolumeTimeAndPolicy_data()
    {
        QTest::addColumn<QString>("why");
        for (const char* why : {"packets", "bytes", "age", "suite"})
            QTest::newRow(why) << QString::fromLatin1(why);
    }

    void aKeyIsDueByCountVolumeTimeAndPolicy()
    {
        QFETCH(QString, why);
        End source(QStringLiteral("340000"));
        End target(QStringLiteral("100000"));
        target.config.suites = {kNationalSuite, kInternationalSuite};
        meet(source, target);
        QVERIFY_OK(source.life->active(target.code));
        QVERIFY(exchange(source, target));
        const auto counter = source.life->counter(target.code);
        counter->packets = (1 << 20) - 1;
        counter->bytes = (64ULL << 30) - 1;
        source.clock.advanceMs(kDayMs - 1);
        QCOMPARE(source.life->rotateWhatIsDue().value(), QStringList());
        if (why == u"packets")
            source.life->counter(target.code)->packets = 1 << 20;
        else if (why == u"bytes")
            source.life->counter(target.code)->bytes = 64ULL << 30;
        else if (why == u"age")
            source.clock.advanceMs(1);
        else
            source.config.suites = {kInternationalSuite, kNationalSuite};
        meet(source, target);
        QCOMPARE(source.life->rotateWhatIsDue().value(), QStringList{target.code});
        QCOMPARE(source.record(kOut, 2).why, why);
        QCOMPARE(source.life->rotateWhatIsDue().value(), QStringList()); // once
        QVERIFY(exchange(source, target));
        QCOMPARE(source.life->active(target.code)->epoch, 2U);
        QCOMPARE(source.life->active(target.code)->suite, why == u"suite" ? &internationalSuite() : &smSuite());
        QCOMPARE(source.life->rotateWhatIsDue().value(), QStringList());
    }

    void countsGoOnAfterARestart()
    {
        End source(QStringLiteral("340000"));
        End target(QStringLiteral("100000"));
        meet(source, target);
        QVERIFY_OK(source.life->active(target.code));
        source.life->counter(target.code)->packets = 1'000'000;
        QVERIFY_OK(source.life->saveCounts());
        source.open();
        meet(source, target);
        QCOMPARE(source.record(kOut, 1).packets, quint64{1'000'000});
        source.life->counter(target.code)->packets = 48'576;
        QCOMPARE(source.life->rotateWhatIsDue().value(), QStringList{target.code});
    }

    void aPolicyOfNationalCiphersRefusesAnything_data()
    {
        QTest::addColumn<bool>("atTheSource");
        QTest::newRow("the source asks for it") << false;
        QTest::newRow("the receiver asks for it") << true;
    }

    void aPolicyOfNationalCiphersRefusesAnything()
    {
        QFETCH(bool, atTheSource);
        End source(QStringLiteral("340000"));
        End target(QStringLiteral("100000"));
        (atTheSource ? target : source).config.suites = {kInternationalSuite};
        // An honest end says so at once.
        const auto own = target.life->ownKeys(source.code);
        QVERIFY_OK(own);
        const auto met = source.life->setPeer(target.code, *own);
        QVERIFY(!met);
        QCOMPARE(met.error().event, events::KEY_SUITE);
        // One that does not, or somebody in between, gets nowhere either.
        const auto aes = internationalSuite().makeIdentity();
        QVERIFY_OK(aes);
        control::Keys forced;
        forced.oldest = 1;
        const auto key = generateLinkKey(1, systemRandom(), internationalSuite());
        QVERIFY_OK(key);
        End strict(QStringLiteral("110000"));
        const auto wrapped = wrapLinkKey(*key, **strict.keys->own(internationalSuite()));
        QVERIFY_OK(wrapped);
        forced.grants.push_back({1, static_cast<std::uint8_t>(SuiteId::International), *wrapped});
        const auto accepted = strict.life->accept(source.code, forced);
        QVERIFY_OK(accepted);
        QVERIFY(accepted->error.has_value());
        QCOMPARE(accepted->error->event, events::KEY_SUITE);
        QCOMPARE(accepted->answer.event, events::KEY_SUITE);
        QVERIFY(accepted->keys.empty());
        QVERIFY(strict.files().isEmpty());
    }

    void whatThePolicyForbidsSealsNothingMore()
    {
        End source(QStringLiteral("340000"));
        End target(QStringLiteral("100000"));
        source.config.suites = target.config.suites = {kInternationalSuite};
        meet(source, target);
        QCOMPARE(source.life->active(target.code)->suite, &internationalSuite());
        QVERIFY(exchange(source, target));
        source.config.suites = {kNationalSuite};
        target.config.suites = {kNationalSuite};
        source.open();
        target.open();
        const auto now = source.life->active(target.code); // before anybody was asked
        QVERIFY_OK(now);
        QCOMPARE(now->suite, &smSuite());
        QCOMPARE(now->epoch, 2U);
        QCOMPARE(source.state(kOut, 1), QStringLiteral("retired")); // what lies in the outbox still opens
        QCOMPARE(target.keys->incoming(source.code)->size(), std::size_t{1});
        meet(source, target);
        QVERIFY(exchange(source, target));
        QCOMPARE(target.keys->incoming(source.code)->back().suite, &smSuite());
    }

    void aLinkHasAPolicyOfItsOwn()
    {
        End source(QStringLiteral("340000"));
        End target(QStringLiteral("100000"));
        source.config.linkSuites[target.code] = {kInternationalSuite};
        target.config.linkSuites[source.code] = {kInternationalSuite};
        meet(source, target);
        QCOMPARE(source.life->active(target.code)->suite, &internationalSuite());
        QCOMPARE(source.life->active(QStringLiteral("330000"))->suite, &smSuite());
    }

    void aNodeThatWasBroughtBackCountsOnBehindItsPeer()
    {
        End source(QStringLiteral("340000"));
        End target(QStringLiteral("100000"));
        meet(source, target);
        QVERIFY_OK(source.life->active(target.code));
        QVERIFY(exchange(source, target));
        End elsewhere(QStringLiteral("340000")); // the same node from a backup, as the target sees it
        meet(elsewhere, target);
        QVERIFY_OK(elsewhere.life->active(target.code));
        QVERIFY_OK(elsewhere.life->rotate(target.code, QStringLiteral("asked"), QString()));
        {
            const auto granted = elsewhere.life->grant(target.code);
            QVERIFY_OK(granted);
            const auto accepted = target.life->accept(elsewhere.code, *granted);
            QVERIFY_OK(accepted);
            QCOMPARE(accepted->error->event, events::KEY_EPOCH); // its epoch 1 is another one
            QCOMPARE(elsewhere.life->confirmed(target.code, accepted->answer).value(), true);
        }
        QCOMPARE(elsewhere.life->active(target.code)->epoch, 2U);
    }

    void aWrongFingerprintDoesNotConfirm()
    {
        End source(QStringLiteral("340000"));
        End target(QStringLiteral("100000"));
        meet(source, target);
        QVERIFY_OK(source.life->active(target.code));
        QVERIFY_OK(source.life->rotate(target.code, QStringLiteral("asked"), QString()));
        QCOMPARE(source.life->confirmed(target.code, {1, {{1, QStringLiteral("x")}}, {}, {}}).value(), false);
        QCOMPARE(source.life->active(target.code)->epoch, 1U);
        QCOMPARE(source.life->confirmed(target.code, {2, {{2, QStringLiteral("0123456789abcdef")}}, {}, {}}).value(),
                 true);
        QCOMPARE(source.life->active(target.code)->epoch, 1U); // not used: another is made behind it
        QCOMPARE(source.state(kOut, 2), QStringLiteral("wiped"));
        QCOMPARE(source.state(kOut, 3), QStringLiteral("granted"));
    }

    void aNodeOfBeforeTheInventoryGoesOn()
    {
        End source(QStringLiteral("340000"));
        const QString peer = QStringLiteral("100000");
        QVERIFY_OK(source.keys->outgoing(peer));
        QVERIFY_OK(source.keys->make(peer, 2, smSuite()));
        QCOMPARE(source.life->active(peer)->epoch, 2U);
        QCOMPARE(source.state(kOut, 2), QStringLiteral("active"));
        QCOMPARE(source.state(kOut, 1), QStringLiteral("retired"));
    }

    void epochsRiseAlsoWhenTheLinkWasRemoved()
    {
        End source(QStringLiteral("340000"));
        End target(QStringLiteral("100000"));
        meet(source, target);
        QVERIFY_OK(source.life->active(target.code));
        QVERIFY(exchange(source, target));
        QVERIFY_OK(source.life->forget(target.code));
        QVERIFY(source.files().isEmpty());
        meet(source, target);
        QCOMPARE(source.life->active(target.code)->epoch, 2U);
        QVERIFY(exchange(source, target));
        QCOMPARE(target.files(), QStringList{QStringLiteral("340000-in-2.wrapped")});
    }

    void aKeyThatIsGoneFromTheDiskIsReplaced()
    {
        End source(QStringLiteral("340000"));
        End target(QStringLiteral("100000"));
        meet(source, target);
        QVERIFY_OK(source.life->active(target.code));
        QVERIFY(QFile::remove(source.path(QStringLiteral("keys/100000-out-1.wrapped"))));
        source.open();
        QCOMPARE(source.life->active(target.code)->epoch, 2U);
        QCOMPARE(source.state(kOut, 1), QStringLiteral("wiped"));
    }

private:
    static void meet(End& source, End& target)
    {
        const auto own = target.life->ownKeys(source.code);
        QVERIFY_OK(own);
        QVERIFY_OK(source.life->setPeer(target.code, *own));
    }

    /// A grant and its answer; whether nothing was refused.
    static bool exchange(End& source, End& target)
    {
        const auto granted = source.life->grant(target.code);
        if (!granted)
            return false;
        const auto accepted = target.life->accept(source.code, *granted);
        return accepted && !accepted->error && source.life->confirmed(target.code, accepted->answer);
    }
};

BUSHENG_TEST(TstKeyLife)
#include "tst_key_life.moc"
