// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/byte_writer.h"
#include "engine/files/file_digest.h"
#include "tests/support/test_main.h"

using namespace busheng;

namespace {

Bytes sample(std::size_t size)
{
    Bytes bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<char>(i * 2'654'435'761U >> 11);
    return bytes;
}

/// Said once more, from the words in docs/files.md, with the library's SM3 alone.
Digest asDocumented(const Bytes& content)
{
    if (content.size() <= 16 * 1024)
        return sm3(content);
    Bytes root = "busheng file v1\n";
    ByteWriter(root).fixed(static_cast<std::uint64_t>(content.size()));
    for (std::size_t chunk = 0; chunk < content.size(); chunk += 1024 * 1024) {
        Bytes leaves;
        const std::size_t end = std::min(chunk + 1024 * 1024, content.size());
        for (std::size_t leaf = chunk; leaf < end; leaf += 16 * 1024)
            leaves += view(sm3(BytesView(content).substr(leaf, std::min<std::size_t>(16 * 1024, end - leaf))));
        root += view(sm3(leaves));
    }
    return sm3(root);
}

} // namespace

class TstFileDigest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isAsDocumentedAroundEveryLimit()
    {
        for (const std::size_t limit : {0U, 16U << 10, 32U << 10, 256U << 10, 1U << 20, 3U << 20}) {
            for (const int by : {-1, 0, 1}) {
                const auto size = static_cast<std::int64_t>(limit) + by;
                if (size < 0)
                    continue;
                const Bytes content = sample(static_cast<std::size_t>(size));
                QCOMPARE(fileDigest(content), asDocumented(content));
            }
        }
    }

    void changesWithEveryByte()
    {
        const Bytes content = sample((1U << 20) + 20'000);
        const Digest whole = fileDigest(content);
        for (std::size_t at = 0; at < content.size(); at += 9973) {
            Bytes other = content;
            other[at] = static_cast<char>(other[at] ^ 1);
            QVERIFY(fileDigest(other) != whole);
        }
        QVERIFY(fileDigest(BytesView(content).substr(1)) != whole);
        QVERIFY(fileDigest(content + '\0') != whole);
    }
};

BUSHENG_TEST(TstFileDigest)
#include "tst_file_digest.moc"
