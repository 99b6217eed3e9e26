// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/file_messages.h"
#include "tests/support/test_main.h"

#include <QRandomGenerator>

using namespace busheng;
using namespace busheng::filemsg;

namespace {

Digest digestOf(char fill)
{
    Digest digest;
    digest.fill(fill);
    return digest;
}

Offer sampleOffer()
{
    return {7,
            "目录/里",
            "文件.doc",
            {1 << 20, -5, 17, 99},
            Bytes(32, 'd'),
            Bytes(32, 'b'),
            QStringLiteral("GB18030"),
            Bytes(32, 'o')};
}

} // namespace

class TstFileMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bringsEachMessageBackAsItWas()
    {
        Open open{{}, QStringLiteral("部_联网监测数据下发_兵团"), QStringLiteral("a/b"), true, false};
        open.key.fill('k');
        const auto opened = decodeOpen(encode(3, open).payload);
        QVERIFY_OK(opened);
        QCOMPARE(opened->task, open.task);
        QCOMPARE(opened->key, open.key);
        QVERIFY(opened->fullCopy && !opened->seal && !opened->sealedAtRest);
        open.sealedAtRest = true;
        QVERIFY(decodeOpen(encode(3, open).payload)->sealedAtRest);
        const auto ready = decodeReady(
            encode(3, Ready{QStringLiteral("FIL_REFUSED"), {QStringLiteral("a"), {}}, {{1, "pem"}}}).payload);
        QVERIFY_OK(ready);
        QCOMPARE(ready->args.size(), 2);
        QCOMPARE(ready->keys.size(), std::size_t(1));
        QCOMPARE(ready->keys.front().pem, Bytes("pem"));
        const auto suites = decodeReady(encode(3, Ready{{}, {}, {{2, "p256"}, {1, "sm2"}}}).payload);
        QVERIFY_OK(suites);
        QCOMPARE(suites->keys.size(), std::size_t(2));
        QCOMPARE(suites->keys.front().suite, std::uint8_t(2));
        QCOMPARE(suites->keys.back().pem, Bytes("sm2"));
        const auto refused = decodeReady(encode(3, Ready{QStringLiteral("FIL_REFUSED"), {}, {}}).payload);
        QVERIFY(refused && refused->keys.empty());
        FetchedAsk ask{QStringLiteral("上报"), "a/b", {{"x", digestOf('x')}, {"y", digestOf('y')}}};
        const auto asked = decodeFetchedAsk(encode(3, ask).payload);
        QVERIFY_OK(asked);
        QCOMPARE(asked->items.size(), std::size_t(2));
        QCOMPARE(asked->items.back().digest, digestOf('y'));
        QVERIFY(!decodeFetchedAsk(BytesView(encode(3, ask).payload).substr(0, 20)));
        const auto answered = decodeFetched(encode(3, Fetched{{true, false}}).payload);
        QVERIFY_OK(answered);
        QVERIFY(answered->fetched.at(0) && !answered->fetched.at(1));
        QVERIFY(!decodeFetched("\2"));
        Key key{4, {}, "wrapped"};
        key.salt.fill('s');
        const auto keyed = decodeKey(encode(3, key).payload);
        QVERIFY_OK(keyed);
        QCOMPARE(keyed->salt, key.salt);
        QCOMPARE(keyed->suite, std::uint8_t(1));
        key.suite = 2;
        QCOMPARE(decodeKey(encode(3, key).payload)->suite, std::uint8_t(2));
        const auto offered = decodeOffer(encode(3, sampleOffer()).payload);
        QVERIFY_OK(offered);
        QCOMPARE(offered->name, sampleOffer().name);
        QVERIFY(offered->version == sampleOffer().version);
        QCOMPARE(offered->encoding, sampleOffer().encoding);
        QCOMPARE(offered->original, sampleOffer().original);
        const auto needed = decodeNeed(encode(3, Need{7, Need::Verdict::Rest, {digestOf('a'), digestOf('b')}}).payload);
        QVERIFY_OK(needed);
        QCOMPARE(needed->chunks.size(), std::size_t(2));
        const auto results = decodeResults(
            encode(3,
                   std::vector<filemsg::Result>{
                       {1, filemsg::Result::Outcome::Arrived, {}, {}},
                       {2, filemsg::Result::Outcome::Failed, QStringLiteral("DSK_FULL"), {QStringLiteral("x")}}})
                .payload);
        QVERIFY_OK(results);
        QCOMPARE(results->size(), std::size_t(2));
        QCOMPARE(results->back().event, QStringLiteral("DSK_FULL"));
        const auto ended = decodeEnded(encode(3, Ended{9, "receipt"}).payload);
        QVERIFY_OK(ended);
        QCOMPARE(ended->files, std::uint64_t(9));
        const auto answer =
            decodeAnswer(encode(3, Answer{true, false, 1, 2, 3, 4, {{"n", 5, Bytes(32, 'd')}}}).payload);
        QVERIFY_OK(answer);
        QCOMPARE(answer->items.size(), std::size_t(1));
    }

    void refusesWhatIsCutOrHasARest()
    {
        const Bytes offer = encode(1, sampleOffer()).payload;
        for (std::size_t size = 0; size < offer.size(); ++size)
            QVERIFY(!decodeOffer(BytesView(offer).substr(0, size)));
        QVERIFY(!decodeOffer(offer + '\0'));
        Bytes bundle;
        appendBundleItem(bundle, {1, false, "d", "n", 0, digestOf('x'), "content"});
        for (std::size_t size = 1; size < bundle.size(); ++size)
            QVERIFY(!decodeBundle(BytesView(bundle).substr(0, size)));
        QVERIFY_OK(decodeBundle(bundle));
        bundle.clear();
        appendBundleItem(bundle,
                         {1, false, "d", "n", 0, digestOf('x'), "content", QStringLiteral("Big5"), Bytes(31, 'o')});
        QVERIFY(!decodeBundle(bundle)); // no digest has 31 bytes
        Offer wrong = sampleOffer();
        wrong.encoding = QString(33, u'x');
        QVERIFY(!decodeOffer(encode(1, wrong).payload));
    }

    void refusesNamesThatLeaveTheTree()
    {
        for (const auto& [directory, name] : std::vector<std::pair<Bytes, Bytes>>{{"", ""},
                                                                                  {"", "."},
                                                                                  {"", ".."},
                                                                                  {"..", "n"},
                                                                                  {"a/..", "n"},
                                                                                  {"/a", "n"},
                                                                                  {"a/", "n"},
                                                                                  {"a//b", "n"},
                                                                                  {"", "a/b"},
                                                                                  {"", Bytes("a\0", 2)},
                                                                                  {"", Bytes(256, 'n')},
                                                                                  {Bytes(5000, 'd'), "n"}}) {
            Bytes bundle;
            appendBundleItem(bundle, {1, false, directory, name, 0, {}, {}});
            QVERIFY2(!decodeBundle(bundle), (directory + "|" + name).c_str());
            Offer offer = sampleOffer();
            offer.directory = directory;
            offer.name = name;
            QVERIFY2(!decodeOffer(encode(1, offer).payload), (directory + "|" + name).c_str());
        }
        Open open;
        open.targetDirectory = QStringLiteral("../..");
        QVERIFY(!decodeOpen(encode(1, open).payload));
    }

    void takesNoHarmFromNoise()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        int taken = 0;
        for (int round = 0; round < 20'000; ++round) {
            Bytes noise(random.bounded(80), '\0');
            for (char& byte : noise)
                byte = static_cast<char>(random.bounded(256));
            taken += decodeOpen(noise) || decodeReady(noise) || decodeOffer(noise) || decodeNeed(noise) ||
                     decodeResults(noise) || decodeBundle(noise) || decodeAnswer(noise) || decodeAsk(noise);
        }
        QVERIFY2(taken < 20'000, qPrintable(QStringLiteral("seed %1").arg(seed)));
    }
};

BUSHENG_TEST(TstFileMessages)
#include "tst_file_messages.moc"
