// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"
#include "engine/pipeline/apply/sqlite_target_writer.h"
#include "engine/pipeline/apply/stream_fence.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>

using namespace busheng;

namespace {

const StreamId kStream{QStringLiteral("340000"), QStringLiteral("100000"), 1};

Fence copy(std::uint64_t number, char holder)
{
    Fence fence;
    fence.number = number;
    fence.holder.fill(holder);
    return fence;
}

Checkpoint at(std::uint64_t sequence)
{
    Checkpoint checkpoint;
    checkpoint.sequence = sequence;
    checkpoint.position.order = sequence * 10;
    checkpoint.changesApplied = sequence;
    return checkpoint;
}

} // namespace

/// Two copies of a node that know the same target.
class TstStreamFence : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_former = open();
        m_other = open();
        QVERIFY(m_former && m_other);
    }
    void cleanup()
    {
        m_former.reset();
        m_other.reset();
    }

    void aNodeThatWasNeverRestoredLeavesNoTrace()
    {
        QVERIFY_OK(takeOverStream(*m_former, kStream, copy(0, 'a')));
        QVERIFY_OK(commit(*m_former, 5));
        QVERIFY_OK(takeOverStream(*m_other, kStream, copy(0, 'b'))); // set up anew: another holder
        QCOMPARE(m_other->readCheckpoint(QStringLiteral("fence ") + kStream.name())->sequence, 0U);
        QCOMPARE(m_other->readCheckpoint(kStream.name())->upsertUntil.order, 0U);
    }

    void theFormerCopyAtWorkCannotCommitAnyMore()
    {
        QVERIFY_OK(takeOverStream(*m_former, kStream, copy(0, 'a')));
        QVERIFY_OK(commit(*m_former, 5));
        QVERIFY_OK(takeOverStream(*m_other, kStream, copy(1, 'b')));
        // It knows nothing of it, and its next transaction comes to nothing.
        QVERIFY_OK(m_former->begin());
        const auto written = m_former->writeCheckpoint(kStream.name(), at(6));
        QVERIFY(!written);
        QCOMPARE(written.error().event, events::TGT_CHECKPOINT);
        m_former->rollback();
        const auto again = takeOverStream(*m_former, kStream, copy(0, 'a'));
        QVERIFY(!again);
        QCOMPARE(again.error().event, events::NOD_FENCED);
        QVERIFY(!again.error().transient);
        // The new one goes on from where the former stood.
        const auto kept = m_other->readCheckpoint(kStream.name());
        QCOMPARE(kept->sequence, 5U);
        QCOMPARE(kept->changesApplied, 5U);
        QVERIFY_OK(commit(*m_other, 6));
    }

    void aStreamThatHasNotBegunIsFencedToo()
    {
        QVERIFY_OK(takeOverStream(*m_former, kStream, copy(0, 'a')));
        QVERIFY_OK(m_former->readCheckpoint(kStream.name()));
        QVERIFY_OK(takeOverStream(*m_other, kStream, copy(1, 'b')));
        QVERIFY_OK(m_former->begin());
        QVERIFY(!m_former->writeCheckpoint(kStream.name(), at(1)));
        m_former->rollback();
        QVERIFY_OK(commit(*m_other, 1));
    }

    void ofTwoCopiesOfOneBackupTheFirstApplies()
    {
        QVERIFY_OK(takeOverStream(*m_former, kStream, copy(1, 'a')));
        QVERIFY_OK(commit(*m_former, 3));
        const auto second = takeOverStream(*m_other, kStream, copy(1, 'b'));
        QVERIFY(!second);
        QCOMPARE(second.error().event, events::NOD_FENCED);
        QVERIFY_OK(commit(*m_former, 4));
        QVERIFY_OK(takeOverStream(*m_former, kStream, copy(1, 'a'))); // it starts again
        QVERIFY_OK(commit(*m_former, 5));
    }

    void takingOverAgainIsANoOp()
    {
        QVERIFY_OK(commit(*m_former, 5));
        QVERIFY_OK(takeOverStream(*m_other, kStream, copy(1, 'b')));
        const auto once = m_other->readCheckpoint(kStream.name());
        QVERIFY_OK(takeOverStream(*m_other, kStream, copy(1, 'b')));
        QCOMPARE(m_other->readCheckpoint(kStream.name())->upsertUntil.order, once->upsertUntil.order);
    }

    void theBoundOfAResumedLoadKeepsItsMeaning_data()
    {
        QTest::addColumn<quint64>("before");
        QTest::newRow("none") << quint64(0);
        QTest::newRow("behind") << quint64(20);
        QTest::newRow("here") << quint64(50);
        QTest::newRow("ahead") << quint64(70);
    }

    void theBoundOfAResumedLoadKeepsItsMeaning()
    {
        QFETCH(const quint64, before);
        Checkpoint checkpoint = at(5); // position 50
        checkpoint.upsertUntil.order = before;
        QVERIFY_OK(m_former->readCheckpoint(kStream.name()));
        QVERIFY_OK(m_former->begin());
        QVERIFY_OK(m_former->writeCheckpoint(kStream.name(), checkpoint));
        QVERIFY_OK(m_former->commit());
        QVERIFY_OK(takeOverStream(*m_other, kStream, copy(1, 'b')));
        const quint64 after = m_other->readCheckpoint(kStream.name())->upsertUntil.order;
        QVERIFY(after != before);
        if (before <= 50)
            QVERIFY(after <= 50); // no transaction to come is tolerated
        else
            QCOMPARE(after, before + 1);
    }

private:
    std::unique_ptr<TargetWriter> open()
    {
        auto writer = openSqliteTarget(
            {QStringLiteral("t"), QStringLiteral("sqlite"), m_directory->filePath(QStringLiteral("t.sqlite"))});
        return writer ? std::move(*writer) : nullptr;
    }
    /// As the applier does it: the checkpoint that was read or written last is replaced.
    static Result<> commit(TargetWriter& writer, std::uint64_t sequence)
    {
        ENGINE_TRY(writer.readCheckpoint(kStream.name()));
        ENGINE_TRY(writer.begin());
        ENGINE_TRY(writer.writeCheckpoint(kStream.name(), at(sequence)));
        return writer.commit();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<TargetWriter> m_former;
    std::unique_ptr<TargetWriter> m_other;
};

BUSHENG_TEST(TstStreamFence)
#include "tst_stream_fence.moc"
