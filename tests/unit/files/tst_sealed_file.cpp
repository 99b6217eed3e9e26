// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/content_source.h"
#include "engine/files/file_digest.h"
#include "engine/files/large_part.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>

using namespace busheng;

namespace {

AtRestKeys keysOf(char secret)
{
    return [secret](std::uint32_t number) -> Result<AtRestKey> {
        return AtRestKey{number == 0 ? 1 : number, &smSuite(), std::make_shared<const SecretBytes>(Bytes(32, secret))};
    };
}

AtRestSealing sealing(char secret = 's')
{
    return {keysOf(secret), &systemRandom()};
}

/// Of every second chunk the bytes compress.
Bytes sample(std::size_t size)
{
    Bytes bytes(size, 'x');
    for (std::size_t i = 0; i < size; ++i) {
        if ((i / kFileChunkBytes) % 2 == 1)
            bytes[i] = static_cast<char>((i * 2'654'435'761U) >> 13);
    }
    return bytes;
}

Result<Bytes> openBytes(const Bytes& sealed, char secret = 's')
{
    const auto head = SealedFileHead::decode(sealed);
    if (!head)
        return fail(ErrorCode::Corrupt, QStringLiteral("no head"));
    ENGINE_TRY_AS(const AtRestKey key, keysOf(secret)(head->number));
    ENGINE_TRY_AS(const SecretBytes own, head->fileKey(key));
    const auto read = [&sealed](std::uint64_t offset, std::span<char> out) -> Result<std::size_t> {
        const BytesView rest = BytesView(sealed).substr(std::min<std::size_t>(offset, sealed.size()), out.size());
        std::ranges::copy(rest, out.begin());
        return rest.size();
    };
    ENGINE_TRY_AS(SealedFileReader reader, SealedFileReader::open(read, own.bytes, QStringLiteral("a.doc")));
    Bytes plain(static_cast<std::size_t>(reader.size()), '\0');
    ENGINE_TRY_AS(const std::size_t got, reader.readAt(0, plain));
    if (got != plain.size() || (got > 0 && fileDigest(plain) != reader.digest()))
        return fail(ErrorCode::Corrupt, QStringLiteral("not what it says"));
    return plain;
}

} // namespace

/// Files that lie sealed (docs/formats/sealed-file.md).
class TstSealedFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_tree = *TreeDirectory::openRoot(m_directory->path());
    }

    void bringsBackWhatWasSealed()
    {
        for (const std::size_t size : {std::size_t(0), std::size_t(1), kFileLeafBytes, kFileChunkBytes - 1,
                                       kFileChunkBytes, kFileChunkBytes + 1, 3 * kFileChunkBytes + 77}) {
            const Bytes content = sample(size);
            const auto sealed = sealWhole(sealing(), content, fileDigest(content));
            QVERIFY_OK(sealed);
            const auto opened = openBytes(*sealed);
            QVERIFY_OK(opened);
            QVERIFY(*opened == content);
            // It is unreadable, smaller where that pays, and never the same twice.
            QVERIFY(size < 1000 || sealed->find(content.substr(0, 100)) == Bytes::npos);
            QVERIFY(size < kFileChunkBytes || sealed->size() < size);
            QVERIFY(*sealed != *sealWhole(sealing(), content, fileDigest(content)));
        }
    }

    void readsAnywhere()
    {
        const Bytes content = sample(3 * kFileChunkBytes + 500);
        write("a", *sealWhole(sealing(), content, fileDigest(content)));
        const auto source = ContentSource::open(std::move(**m_tree.openFile("a")), keysOf('s'), QStringLiteral("a"));
        QVERIFY_OK(source);
        QCOMPARE(*source->size(), std::uint64_t(content.size()));
        for (const std::size_t offset : {content.size() - 3, std::size_t(0), kFileChunkBytes - 2, 2 * kFileChunkBytes,
                                         content.size(), content.size() + 9}) {
            Bytes piece(5, '\0');
            const auto got = source->readAt(offset, piece);
            QVERIFY_OK(got);
            const BytesView wanted = BytesView(content).substr(std::min(offset, content.size()), piece.size());
            QVERIFY(BytesView(piece).substr(0, *got) == wanted);
        }
        // A file in clear is what it is, also one that somebody else sealed, where nothing lies sealed.
        write("b", "in clear");
        QCOMPARE(*ContentSource::open(std::move(**m_tree.openFile("b")), keysOf('s'), QStringLiteral("b"))->size(),
                 std::uint64_t(8));
        QVERIFY(*ContentSource::open(std::move(**m_tree.openFile("a")), {}, QStringLiteral("a"))->size() !=
                content.size());
    }

    void saysThatAKeyIsAnotherOne()
    {
        const Bytes content = sample(2000);
        const auto opened = openBytes(*sealWhole(sealing(), content, fileDigest(content)), 'o');
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Crypto);
        QCOMPARE(opened.error().event, events::FIL_SEALED);
        QVERIFY(opened.error().args.at(1).contains(QStringLiteral("key")));
    }

    /// Every bit of a small one; of a large one, its chunks cut off, left out, and in another order.
    void refusesWhatWasChanged()
    {
        const Bytes content = "the content of a file, which is what it is";
        const Bytes small = *sealWhole(sealing(), content, fileDigest(content));
        for (std::size_t bit = 0; bit < small.size() * 8; ++bit) {
            Bytes bad = small;
            bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
            QVERIFY2(!openBytes(bad), qPrintable(QString::number(bit)));
        }
        for (std::size_t size = 0; size < small.size(); ++size)
            QVERIFY2(!openBytes(small.substr(0, size)), qPrintable(QString::number(size)));

        const Bytes large = sample(4 * kFileChunkBytes);
        const Bytes sealed = *sealWhole(sealing(), large, fileDigest(large));
        const auto at = [&sealed](std::uint64_t chunk) {
            return static_cast<std::size_t>(**SealedFileReader::offsetOf(
                [&sealed](std::uint64_t offset, std::span<char> out) -> Result<std::size_t> {
                    const BytesView rest = BytesView(sealed).substr(offset, out.size());
                    std::ranges::copy(rest, out.begin());
                    return rest.size();
                },
                chunk));
        };
        QVERIFY(!openBytes(sealed.substr(0, at(3))));
        QVERIFY(!openBytes(sealed.substr(0, at(1)) + sealed.substr(at(2))));
        QVERIFY(!openBytes(sealed.substr(0, at(0)) + sealed.substr(at(2), at(3) - at(2)) +
                           sealed.substr(at(1), at(2) - at(1)) + sealed.substr(at(0), at(1) - at(0)) +
                           sealed.substr(at(3))));
        QVERIFY_OK(openBytes(sealed));
    }

    /// A large file is sealed as it comes, cut at a chunk, and gone on with: a crash leaves bytes behind what is known.
    void aLargePartIsSealedAsItComes()
    {
        const AtRestSealing how = sealing();
        const Bytes content = sample(3 * kFileChunkBytes + 9);
        filemsg::Offer offer;
        offer.name = "a.bin";
        offer.version.size = content.size();
        const auto chunk = [&content](std::uint64_t i) {
            return BytesView(content).substr(i * kFileChunkBytes, kFileChunkBytes);
        };
        {
            LargePart part(m_tree, offer, "staged", &how);
            QVERIFY_OK(part.takeChunk(0, chunk(0)));
            QVERIFY_OK(part.takeChunk(1, chunk(1)));
            QVERIFY_OK(part.save());
            QVERIFY_OK(part.takeChunk(2, chunk(0))); // not saved: lost with the crash
        }
        QVERIFY(read("staged").find(content.substr(0, 100)) == Bytes::npos);
        {
            LargePart inClear(m_tree, offer, "other");
            QCOMPARE(inClear.resume()->size(), std::size_t(0));
        }
        LargePart part(m_tree, offer, "staged", &how);
        const auto there = part.resume();
        QVERIFY_OK(there);
        QCOMPARE(there->size(), std::size_t(2));
        QCOMPARE(part.takeChunk(1, chunk(2)).error().code, ErrorCode::Conflict); // sealed once, never anew
        QVERIFY_OK(part.takeChunk(2, chunk(2)));
        QVERIFY_OK(part.takeChunk(3, chunk(3)));
        QVERIFY_OK(part.close(fileDigest(content), 0));
        const auto opened = openBytes(read("staged"));
        QVERIFY_OK(opened);
        QVERIFY(*opened == content);
        // The task lies in clear now: what is staged sealed is of no use.
        {
            LargePart again(m_tree, offer, "staged", &how);
            QVERIFY_OK(again.takeChunk(0, chunk(0)));
            QVERIFY_OK(again.save());
        }
        LargePart clear(m_tree, offer, "staged");
        QCOMPARE(clear.resume()->size(), std::size_t(0));
    }

    void sealsWhatLiesInClear()
    {
        const Bytes content = sample(kFileChunkBytes + 5);
        write("export", content);
        QVERIFY_OK(sealFile(m_tree, "export", "work", sealing()));
        const auto opened = openBytes(read("export"));
        QVERIFY_OK(opened);
        QVERIFY(*opened == content);
        QVERIFY(!*m_tree.look("work"));
        // Without a key it stays as it is.
        write("export", content);
        const AtRestSealing none{
            [](std::uint32_t) -> Result<AtRestKey> { return fail(ErrorCode::Config, QStringLiteral("no vault")); },
            &systemRandom()};
        QVERIFY(!sealFile(m_tree, "export", "work", none));
        QVERIFY(read("export") == content);
    }

private:
    void write(const Bytes& name, const Bytes& content)
    {
        auto file = m_tree.makeFile(name, true);
        QVERIFY_OK(file);
        QVERIFY_OK(file->writeAt(0, content));
    }
    Bytes read(const Bytes& name)
    {
        const auto file = m_tree.openFile(name);
        Bytes content(static_cast<std::size_t>((*file)->identity()->size), '\0');
        return (*file)->readAt(0, content) ? content : Bytes();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    TreeDirectory m_tree;
};

BUSHENG_TEST(TstSealedFile)
#include "tst_sealed_file.moc"
