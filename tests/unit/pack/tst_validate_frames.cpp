// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/pack/validate_frames.h"
#include "tests/support/test_main.h"
#include "tests/unit/pack/packet_forge.h"

#include <random>

using namespace busheng;

namespace {

/// A body from a word: S structure, L load begin, l resumed load begin, R rows, E load end, ( begin, o operations,
/// ) end, D dropped, M mark, H heartbeat. Counts come out right.
Bytes spell(const char* word)
{
    Bytes body;
    ByteWriter out(body);
    const Bytes rows = test::block(ChangeKind::Upsert, 1, 1, 3, "row");
    std::uint64_t open = 0;
    for (const char letter : BytesView(word)) {
        Frame frame;
        switch (letter) {
        case 'S':
            test::appendStructure(body);
            break;
        case 'L':
        case 'l':
            frame.type = FrameType::LoadBegin;
            frame.loadBegin.generation = 1;
            frame.loadBegin.resumed = letter == 'l';
            writeFrame(out, frame);
            break;
        case 'R':
            test::appendLoadRows(body, 1, rows, 3);
            break;
        case 'E':
            frame.type = FrameType::LoadEnd;
            writeFrame(out, frame);
            break;
        case '(':
            test::appendBegin(body, 9);
            open = 0;
            break;
        case 'o':
            test::appendOperations(body, rows, 3);
            open += 3;
            break;
        case ')':
            test::appendEnd(body, open);
            break;
        case 'D':
            frame.type = FrameType::TransactionDropped;
            writeFrame(out, frame);
            break;
        case 'M':
            test::appendMark(body, 1, 9);
            break;
        case 'H':
            test::appendHeartbeat(body, 9);
            break;
        }
    }
    return body;
}

} // namespace

class TstValidateFrames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void acceptsWhatTheGrammarAllows_data();
    void acceptsWhatTheGrammarAllows();
    void refusesFramesOutOfOrder_data();
    void refusesFramesOutOfOrder();
    void refusesBadBlocks_data();
    void refusesBadBlocks();
    void refusesAnEmptyBody();
    void refusesAWrongNumberOfChanges();
    void refusesABadStructure();
    void survivesRandomDamage();
};

void TstValidateFrames::acceptsWhatTheGrammarAllows_data()
{
    QTest::addColumn<uint>("transactions");
    QTest::addColumn<uint>("changes");
    QTest::addColumn<bool>("load");
    QTest::addColumn<bool>("open");
    QTest::newRow("SLRR") << 0U << 6U << true << false;
    QTest::newRow("R") << 0U << 3U << true << false;
    QTest::newRow("RE") << 0U << 3U << true << false;
    QTest::newRow("SLE") << 0U << 0U << true << false;
    QTest::newRow("lRE") << 0U << 3U << true << false;
    QTest::newRow("LRlR") << 0U << 6U << true << false;
    QTest::newRow("E") << 0U << 0U << true << false;
    QTest::newRow("(o)(oo)()H") << 3U << 9U << false << false;
    QTest::newRow("S(o)HM") << 1U << 3U << false << false;
    QTest::newRow("(oo") << 0U << 6U << false << true;
    QTest::newRow("o") << 0U << 3U << false << true;
    QTest::newRow("oo)") << 1U << 6U << false << false;
    QTest::newRow(")") << 1U << 0U << false << false;
    QTest::newRow("D") << 0U << 0U << false << false;
    QTest::newRow("M") << 0U << 0U << false << false;
    QTest::newRow("H") << 0U << 0U << false << false;
}

void TstValidateFrames::acceptsWhatTheGrammarAllows()
{
    QFETCH(uint, transactions);
    QFETCH(uint, changes);
    QFETCH(bool, load);
    QFETCH(bool, open);
    const auto found = validateFrames(spell(QTest::currentDataTag()));
    QVERIFY_OK(found);
    QCOMPARE(found->transactions, transactions);
    QCOMPARE(found->changes, changes);
    QCOMPARE(found->load, load);
    QCOMPARE(found->transactionOpen, open);
}

void TstValidateFrames::refusesFramesOutOfOrder_data()
{
    QTest::addColumn<int>("unused");
    for (const char* word :
         {"RR(",   "LR(o)", "ER",  "EH",    "E(o)", "MH", "MM",  "M(o)", "((",   "(o)o", "(o))", "HR", "HE",
          "(o)R",  "(H)",   "(M)", "(S)",   "(R",   "(L", "(E",  "DH",   "D(o)", "HD",   "oD",   "(D", "o)H",
          "o)(o)", ")M",    "H(o", "(o)(o", "S(",   "LL", "LRL", "RS",   "LH",   "LM",   "LS",   "oL", "oH"})
        QTest::newRow(word) << 0;
}

void TstValidateFrames::refusesFramesOutOfOrder()
{
    const auto found = validateFrames(spell(QTest::currentDataTag()));
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::Corrupt);
}

void TstValidateFrames::refusesBadBlocks_data()
{
    QTest::addColumn<QByteArray>("block");
    QTest::addColumn<uint>("count");
    QTest::addColumn<bool>("load");
    const auto add = [](const char* name, const Bytes& block, uint count, bool load) {
        QTest::newRow(name) << toQByteArray(block) << count << load;
    };
    const Bytes upserts = test::block(ChangeKind::Upsert, 1, 1, 3, "row");
    const auto operation = [](ChangeKind kind, BytesView before, BytesView after) {
        Bytes out;
        ByteWriter writer(out);
        writeChange(writer, {kind, 1, before, after});
        return out;
    };
    const Bytes row = test::row(1, "a");
    add("more operations than counted", upserts, 2, false);
    add("fewer operations than counted", upserts, 4, false);
    add("a half operation behind", upserts + upserts.substr(0, 4), 3, false);
    add("an unknown kind", Bytes("\x06\x01\x02\x01", 4) + upserts, 4, false);
    add("a byte behind the row", operation(ChangeKind::Insert, {}, row + "x"), 1, false);
    add("a row that is cut", operation(ChangeKind::Insert, {}, row.substr(0, row.size() - 1)), 1, false);
    add("an unknown cell kind", operation(ChangeKind::Insert, {}, "\x01\x09"), 1, false);
    add("more cells than bytes", operation(ChangeKind::Insert, {}, "\xff\xff\xff\xff\x0f\x01"), 1, false);
    add("a malformed key", operation(ChangeKind::Delete, "\x01", {}), 1, false);
    add("an empty row", operation(ChangeKind::Insert, {}, {}), 1, false);
    add("an empty key", operation(ChangeKind::Delete, {}, {}), 1, false);
    add("an update without key", operation(ChangeKind::Update, {}, row), 1, false);
    add("an update without row", operation(ChangeKind::Update, row, {}), 1, false);
    add("a load of inserts", test::block(ChangeKind::Insert, 1, 1, 3, "row"), 3, true);
    add("a load of two tables",
        test::change(ChangeKind::Upsert, 1, 1, "a") + test::change(ChangeKind::Upsert, 2, 1, "a"), 2, true);
}

void TstValidateFrames::refusesBadBlocks()
{
    QFETCH(QByteArray, block);
    QFETCH(uint, count);
    QFETCH(bool, load);
    Bytes body;
    if (load)
        test::appendLoadRows(body, 1, view(block), count);
    else
        test::appendOperations(body, view(block), count);
    QVERIFY(!validateFrames(body));
}

void TstValidateFrames::refusesAnEmptyBody()
{
    QVERIFY(!validateFrames({}));
}

void TstValidateFrames::refusesAWrongNumberOfChanges()
{
    Bytes body;
    test::appendBegin(body, 1);
    test::appendOperations(body, test::block(ChangeKind::Insert, 1, 1, 3, "row"), 3);
    const Bytes begun = body;
    test::appendEnd(body, 3);
    QVERIFY_OK(validateFrames(body));
    body = begun;
    test::appendEnd(body, 4);
    QVERIFY(!validateFrames(body));
}

void TstValidateFrames::refusesABadStructure()
{
    Frame frame;
    frame.type = FrameType::Structure;
    frame.block = "not a structure";
    Bytes body;
    ByteWriter out(body);
    writeFrame(out, frame);
    QVERIFY(!validateFrames(body));
}

void TstValidateFrames::survivesRandomDamage()
{
    constexpr std::uint32_t kSeed = 20'261'123;
    std::mt19937 random(kSeed);
    const std::vector<Bytes> whole = {spell("SLRR"), spell("RE"), spell("(o)(oo)()HM"), spell("oo)"), spell("S(o)HH")};
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        Bytes body = whole[random() % whole.size()];
        const unsigned damages = 1 + random() % 4;
        for (unsigned d = 0; d < damages; ++d) {
            const std::size_t at = random() % body.size();
            switch (random() % 4) {
            case 0:
                body[at] = static_cast<char>(random());
                break;
            case 1:
                body.resize(at + 1);
                break;
            case 2:
                body.insert(at, 1, static_cast<char>(random()));
                break;
            default:
                body.erase(at, 1 + random() % 8);
                break;
            }
            if (body.empty())
                break;
        }
        // The same verdict twice, and what is accepted can be walked without complaint.
        const auto verdict = validateFrames(body);
        QCOMPARE(validateFrames(body).has_value(), verdict.has_value());
        if (verdict) {
            ++accepted;
            FrameReader reader(body);
            Frame frame;
            while (reader.next(frame)) {
            }
            QVERIFY2(!reader.failed(), qPrintable(QStringLiteral("seed %1, round %2").arg(kSeed).arg(i)));
        }
    }
    QVERIFY2(accepted < 20'000, "damage must be noticed");
}

BUSHENG_TEST(TstValidateFrames)
#include "tst_validate_frames.moc"
