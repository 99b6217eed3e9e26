// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/large_part.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>

using namespace busheng;

namespace {

constexpr std::size_t kSize = (2U << 20) + 40'000;

Bytes sample(char seed = 0)
{
    Bytes bytes(kSize, '\0');
    for (std::size_t i = 0; i < kSize; ++i)
        bytes[i] = static_cast<char>((i * 2'654'435'761U >> 11) + static_cast<std::size_t>(seed));
    return bytes;
}

BytesView chunkOf(const Bytes& content, std::uint64_t chunk)
{
    return BytesView(content).substr(chunk * kFileChunkBytes, kFileChunkBytes);
}

} // namespace

class TstLargePart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_staging = *TreeDirectory::openRoot(m_directory->path());
    }

    void takesAFileChunkByChunk()
    {
        const Bytes content = sample();
        LargePart part = make();
        QCOMPARE(part.resume()->size(), std::size_t(0));
        for (std::uint64_t i = 0; i < 3; ++i)
            QVERIFY_OK(part.takeChunk(i, chunkOf(content, i)));
        QVERIFY_OK(part.close(fileDigest(content), 1'000'000'000));
        QCOMPARE(read("p"), content);
        QCOMPARE((*m_staging.look("p"))->modifiedNs, std::int64_t(1'000'000'000));
        QVERIFY(!*m_staging.look("p.state"));
    }

    void goesOnWithWhatIsDurable()
    {
        const Bytes content = sample();
        {
            LargePart part = make();
            QVERIFY_OK(part.takeChunk(0, chunkOf(content, 0)));
            QVERIFY_OK(part.takeChunk(1, chunkOf(content, 1)));
            QVERIFY_OK(part.save());
        }
        LargePart part = make();
        const auto there = part.resume();
        QVERIFY_OK(there);
        QCOMPARE(there->size(), std::size_t(2));
        QCOMPARE(there->at(1), chunkDigest(leafDigests(chunkOf(content, 1))));
        QVERIFY_OK(part.takeChunk(2, chunkOf(content, 2)));
        QVERIFY_OK(part.close(fileDigest(content), 0));
        QCOMPARE(read("p"), content);
    }

    void forgetsAnotherVersionAndWhatIsNotWhole()
    {
        const Bytes content = sample();
        {
            LargePart part = make();
            QVERIFY_OK(part.takeChunk(0, chunkOf(content, 0)));
            QVERIFY_OK(part.save());
        }
        LargePart changed = make(99);
        QCOMPARE(changed.resume()->size(), std::size_t(0));
        QVERIFY(!*m_staging.look("p"));
        {
            LargePart part = make();
            QVERIFY_OK(part.takeChunk(0, chunkOf(content, 0)));
            QVERIFY_OK(part.save());
        }
        auto state = m_staging.makeFile("p.state", false);
        QVERIFY_OK(state->writeAt(60, "x"));
        LargePart torn = make();
        QCOMPARE(torn.resume()->size(), std::size_t(0));
    }

    void refusesChunksOutOfOrderAndOfAnotherLength()
    {
        const Bytes content = sample();
        LargePart part = make();
        QVERIFY(!part.takeChunk(1, chunkOf(content, 1)));
        QVERIFY(!part.takeChunk(0, chunkOf(content, 0).substr(1)));
        QVERIFY_OK(part.takeChunk(0, chunkOf(content, 0)));
        QVERIFY(!part.takeChunk(0, chunkOf(content, 0)));
        QVERIFY(!part.takeChunk(7, chunkOf(content, 0)));
    }

    void refusesAnotherDigest()
    {
        const Bytes content = sample();
        LargePart part = make();
        for (std::uint64_t i = 0; i < 3; ++i)
            QVERIFY_OK(part.takeChunk(i, chunkOf(content, i)));
        const auto closed = part.close(fileDigest(sample(1)), 0);
        QVERIFY(!closed);
        QCOMPARE(closed.error().event, events::FIL_TAMPERED);
        LargePart cut = make();
        QVERIFY_OK(cut.takeChunk(0, chunkOf(content, 0)));
        QVERIFY(!cut.close(fileDigest(content), 0));
    }

    void putsDifferencesOnTheVersionBefore()
    {
        const Bytes before = sample();
        Bytes now = before;
        now.replace(100'000, 3, "xyz");
        now[kSize - 1] = 'z';
        auto basis = m_staging.makeFile("basis", true);
        QVERIFY_OK(basis->writeAt(0, before));
        LargePart part = make();
        part.setBasis(ContentSource(std::make_shared<TreeFile>(std::move(*basis))));
        for (std::uint64_t i = 0; i < 3; ++i) {
            const auto taken = part.takeDifferences(i, differencesOf(chunkOf(before, i), chunkOf(now, i)));
            QVERIFY_OK(taken);
            QVERIFY(*taken);
        }
        QVERIFY_OK(part.close(fileDigest(now), 0));
        QCOMPARE(read("p"), now);
        // Of a basis that is another one nothing is taken.
        auto other = m_staging.makeFile("basis", true);
        QVERIFY_OK(other->writeAt(0, sample(3)));
        LargePart lost = make();
        lost.setBasis(ContentSource(std::make_shared<TreeFile>(std::move(*other))));
        const auto taken = lost.takeDifferences(0, differencesOf(chunkOf(before, 0), chunkOf(now, 0)));
        QVERIFY_OK(taken);
        QVERIFY(!*taken);
        QVERIFY(!lost.takeDifferences(1, "short"));
    }

private:
    LargePart make(std::uint64_t inode = 1)
    {
        filemsg::Offer offer;
        offer.name = "name";
        offer.version = {kSize, 5, 6, inode};
        return {m_staging, offer, "p"};
    }

    Bytes read(const Bytes& name)
    {
        const auto file = m_staging.openFile(name);
        Bytes bytes(kSize + 1, '\0');
        bytes.resize(*(*file)->readAt(0, bytes));
        return bytes;
    }

    static Bytes differencesOf(BytesView before, BytesView now)
    {
        std::uint64_t changed = 0;
        std::vector<differences::FastHash> fast;
        for (std::size_t at = 0, leaf = 0; at < now.size(); at += kFileLeafBytes, ++leaf) {
            fast.push_back(differences::fastHash(now.substr(at, kFileLeafBytes)));
            if (before.substr(at, kFileLeafBytes) != now.substr(at, kFileLeafBytes))
                changed |= std::uint64_t{1} << leaf;
        }
        Bytes out;
        differences::append(out, changed, now, fast, leafDigests(now));
        return out;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    TreeDirectory m_staging;
};

BUSHENG_TEST(TstLargePart)
#include "tst_large_part.moc"
