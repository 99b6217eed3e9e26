// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/text_decoder.h"
#include "tests/support/test_main.h"

#include <QStringDecoder>
#include <QTest>

#include <unicode/ucnv.h>

#include <map>

using namespace busheng;

namespace {

/// Every code of GB 18030: two bytes, four bytes in the basic plane, four bytes beyond it.
template <typename Take>
void eachCode(Take take)
{
    for (int first = 0x81; first <= 0xfe; ++first) {
        for (int second = 0x40; second <= 0xfe; ++second) {
            if (second != 0x7f)
                take(Bytes{static_cast<char>(first), static_cast<char>(second)});
        }
    }
    for (int first = 0x81; first <= 0xe3; ++first) {
        for (int second = 0x30; second <= 0x39; ++second) {
            for (int third = 0x81; third <= 0xfe; ++third) {
                for (int fourth = 0x30; fourth <= 0x39; ++fourth)
                    take(Bytes{static_cast<char>(first), static_cast<char>(second), static_cast<char>(third),
                               static_cast<char>(fourth)});
            }
        }
    }
}

Bytes toGb18030(UConverter* converter, const QString& text)
{
    Bytes made(static_cast<std::size_t>(text.size()) * 4 + 8, '\0');
    UErrorCode status = U_ZERO_ERROR;
    const int32_t size = ucnv_fromUChars(converter, made.data(), static_cast<int32_t>(made.size()),
                                         reinterpret_cast<const UChar*>(text.utf16()), // NOLINT: both are UTF-16
                                         static_cast<int32_t>(text.size()), &status);
    made.resize(static_cast<std::size_t>(std::max(size, 0)));
    return made;
}

} // namespace

/// Texts of columns to UTF-8: exact, or refused.
class TstTextDecoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryCharacterOfGb18030();
    void readsTexts_data();
    void readsTexts();
    void refusesWhatIsNoText_data();
    void refusesWhatIsNoText();
    void knowsItsNames();
};

/// There and back is the same code, but for those that give characters their places of today: two codes each, one of
/// the table of 2005 and one of that of 2000 or 2022, are the same character.
void TstTextDecoder::readsEveryCharacterOfGb18030()
{
    const auto decoder = TextDecoder::open(QStringLiteral("gb18030"));
    QVERIFY_OK(decoder);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> back(ucnv_open("GB18030", &status), ucnv_close);
    QVERIFY(U_SUCCESS(status) != 0);
    int characters = 0;
    int refused = 0;
    QStringList others;
    std::map<Bytes, int> twice;
    QString fault;
    eachCode([&](const Bytes& code) {
        Bytes utf8;
        if (!(*decoder)->toUtf8(code, utf8)) {
            ++refused;
            if (!utf8.empty())
                fault = QStringLiteral("%1 left something behind").arg(toHex(code));
            return;
        }
        ++characters;
        // U+FEFF is a character here, and no mark.
        QStringDecoder read(QStringConverter::Utf8, QStringConverter::Flag::ConvertInitialBom);
        const QString text = read(QByteArrayView(utf8.data(), static_cast<qsizetype>(utf8.size())));
        if (text.toUcs4().size() != 1 || text == u"?" || text.toUtf8().toStdString() != utf8)
            fault = QStringLiteral("%1 became '%2'").arg(toHex(code), text);
        ++twice[utf8];
        if (toGb18030(back.get(), text) != code)
            others.append(toHex(code));
    });
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    // 23,940 of two bytes, 39,420 of four in the basic plane, 1,048,576 beyond it; surrogates and codes behind the last
    // character are none.
    QCOMPARE(characters, 23'940 + 39'420 + 1'048'576);
    QVERIFY(refused > 0);
    // 25 that moved, whose four-byte codes stand for them as well.
    QCOMPARE(others.size(), 25);
    QCOMPARE(std::ranges::count_if(twice, [](const auto& one) { return one.second == 2; }), 25);
}

void TstTextDecoder::readsTexts_data()
{
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QString>("text");
    QTest::newRow("GBK") << QStringLiteral("gb18030") << QByteArray("d5c5c8fd") << QStringLiteral("张三");
    QTest::newRow("four bytes") << QStringLiteral("gb18030") << QByteArray("8139ef319534b235")
                                << QStringLiteral("㐂𠮷");
    QTest::newRow("place of today") << QStringLiteral("gb18030") << QByteArray("fe59fe9f") << QStringLiteral("龴䶮");
    QTest::newRow("Big5") << QStringLiteral("big5") << QByteArray("b169a454") << QStringLiteral("張三");
    QTest::newRow("UTF-8") << QStringLiteral("utf8") << QByteArray("e5bca0f0a0aeb741") << QStringLiteral("张𠮷A");
    QTest::newRow("ASCII") << QStringLiteral("ascii") << QByteArray("2061207e") << QStringLiteral(" a ~");
    QTest::newRow("empty") << QStringLiteral("gb18030") << QByteArray() << QString();
}

void TstTextDecoder::readsTexts()
{
    QFETCH(const QString, encoding);
    QFETCH(const QByteArray, hex);
    QFETCH(const QString, text);
    const auto decoder = TextDecoder::open(encoding);
    QVERIFY_OK(decoder);
    Bytes out = "before";
    QVERIFY((*decoder)->toUtf8(QByteArray::fromHex(hex).toStdString(), out));
    QCOMPARE(QString::fromUtf8(out.data(), static_cast<qsizetype>(out.size())), QStringLiteral("before") + text);
}

void TstTextDecoder::refusesWhatIsNoText_data()
{
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("half a character") << QStringLiteral("gb18030") << QByteArray("d5c5c8");
    QTest::newRow("no first byte") << QStringLiteral("gb18030") << QByteArray("41ff42");
    QTest::newRow("80") << QStringLiteral("gb18030") << QByteArray("80");
    QTest::newRow("UTF-8 in GB18030") << QStringLiteral("gb18030") << QByteArray("e5bca0");
    QTest::newRow("GBK in UTF-8") << QStringLiteral("utf8") << QByteArray("d5c5c8fd");
    QTest::newRow("a surrogate") << QStringLiteral("utf8") << QByteArray("eda080");
    QTest::newRow("too long a form") << QStringLiteral("utf8") << QByteArray("c0af");
    QTest::newRow("no ASCII") << QStringLiteral("ascii") << QByteArray("41e9");
    QTest::newRow("no Big5") << QStringLiteral("big5") << QByteArray("b1");
}

void TstTextDecoder::refusesWhatIsNoText()
{
    QFETCH(const QString, encoding);
    QFETCH(const QByteArray, hex);
    const auto decoder = TextDecoder::open(encoding);
    QVERIFY_OK(decoder);
    Bytes out = "before";
    QVERIFY(!(*decoder)->toUtf8(QByteArray::fromHex(hex).toStdString(), out));
    QCOMPARE(out, Bytes("before"));
    QVERIFY((*decoder)->toUtf8("good", out)); // what was refused leaves nothing behind
    QCOMPARE(out, Bytes("beforegood"));
}

void TstTextDecoder::knowsItsNames()
{
    QCOMPARE(TextDecoder::names(), (QStringList{QStringLiteral("ascii"), QStringLiteral("big5"),
                                                QStringLiteral("gb18030"), QStringLiteral("utf8")}));
    QCOMPARE(TextDecoder::nameOf(QStringLiteral("GBK")), QStringLiteral("gb18030"));
    QCOMPARE(TextDecoder::nameOf(QStringLiteral("UTF-8")), QStringLiteral("utf8"));
    QVERIFY(TextDecoder::nameOf(QStringLiteral("klingon")).isEmpty());
    QVERIFY(!TextDecoder::open(QStringLiteral("klingon")));
}

BUSHENG_TEST(TstTextDecoder)
#include "tst_text_decoder.moc"
