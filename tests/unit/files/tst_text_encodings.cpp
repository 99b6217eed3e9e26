// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm3.h"
#include "engine/files/text/encoding_detector.h"
#include "engine/files/text/text_converter.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <iconv.h>

using namespace busheng;

namespace {

/// By the C library, which has tables of its own.
Bytes encoded(const char* encoding, BytesView utf8)
{
    iconv_t converter = iconv_open(encoding, "UTF-8");
    Bytes source(utf8);
    Bytes made(utf8.size() * 4 + 16, '\0');
    char* in = source.data();
    char* out = made.data();
    std::size_t inLeft = source.size();
    std::size_t outLeft = made.size();
    const bool isOk = iconv(converter, &in, &inLeft, &out, &outLeft) != static_cast<std::size_t>(-1);
    iconv_close(converter);
    if (!isOk)
        return {};
    made.resize(made.size() - outLeft);
    return made;
}

struct Form {
    const char* name;
    const char* iconvName;
    BytesView mark;
    TextEncoding encoding;
};

const std::array kForms = {
    Form{"UTF-8", "UTF-8", {}, TextEncoding::Utf8},
    Form{"UTF-8 with a mark", "UTF-8", "\xef\xbb\xbf", TextEncoding::Utf8},
    Form{"GBK", "GBK", {}, TextEncoding::Gb18030},
    Form{"GB18030", "GB18030", {}, TextEncoding::Gb18030},
    Form{"GB18030 with a mark", "GB18030", "\x84\x31\x95\x33", TextEncoding::Gb18030},
    Form{"UTF-16LE", "UTF-16LE", {}, TextEncoding::Utf16Le},
    Form{"UTF-16LE with a mark", "UTF-16LE", "\xff\xfe", TextEncoding::Utf16Le},
    Form{"UTF-16BE", "UTF-16BE", {}, TextEncoding::Utf16Be},
    Form{"UTF-16BE with a mark", "UTF-16BE", "\xfe\xff", TextEncoding::Utf16Be},
};

/// What such files hold: tables with commas, notices, names with rare characters, logs, addresses.
const std::array kTexts = {
    "姓名,身份证号,单位\n张三,110101199003070000,北京市人力资源和社会保障局\n",
    "人力资源社会保障部关于做好数据同步工作的通知\r\n各省、自治区、直辖市：\r\n",
    "养老保险\t失业保险\t工伤保险\n1200.50\t300.00\t88.10\n",
    "{\"姓名\": \"李四\", \"参保状态\": \"正常\"}\n",
    "<?xml version=\"1.0\"?>\n<人员><姓名>王五</姓名></人员>\n",
    "2026-11-27 23:00:00 任务开始\n2026-11-27 23:05:00 任务完成，共 12 个文件\n",
    "新疆生产建设兵团第一师阿拉尔市\n石河子市\n",
    "你好\n",
    "山东省济南市历下区\n经十路 1 号\n",
    "备注：无。\n",
    "第一条　为了规范数据同步，制定本办法。\n第二条　本办法适用于各级机构。\n",
    "INSERT INTO person VALUES (1, '赵六', '男');\n-- 注释\n",
    "社保卡号；姓名；金额\n00012345；钱七；￥1,000.00\n",
    "劳动人事争议调解仲裁办案系统用户手册\n版本 2.0\n",
    "技能人才评价证书\n证书编号：S000037000001\n",
    "阿卜杜拉·买买提,男,维吾尔族\n古丽·热合曼,女,哈萨克族\n",
    "联网监测 A 指标：就业率 98.5%，失业率 3.2%\n",
    "①参保登记 ②申报缴费 ③待遇核定\n",
    "《社会保险法》第十二条“用人单位应当按照国家规定”\n",
    "城镇职工基本养老保险关系转移接续申请表\n申请人（签字）：\n",
    "工资薪金,税率,速算扣除数\n3600,3%,0\n",
    "电话：010-12333\n网址：www.example.cn\n",
    "ORDER BY 序号 ASC; 共 3 行\n",
    "大写金额：壹仟贰佰叁拾肆元伍角整\n",
};

/// Only GB18030 has them, of the Chinese encodings; the second is in three, the last two in four of its bytes.
const std::array kRareTexts = {
    "姓名：䶮大有\n单位：济南市社会保险事业中心\n",
    "姓名：㐂先生\n单位：青岛市公共就业服务中心\n",
    "姓名：𠮷田\n单位：烟台市人力资源和社会保障局\n",
    "元素：𬭩\n单位：威海市劳动保障监察支队\n",
    "ᠮᠣᠩᠭᠣᠯ 蒙古文与汉文对照：内蒙古自治区人力资源和社会保障厅\n",
};

Result<TextSummary> convert(TextEncoding encoding, BytesView bytes, std::size_t block, Bytes& converted)
{
    ENGINE_TRY_AS(auto converter, TextConverter::create(encoding, QStringLiteral("a.csv")));
    for (std::size_t at = 0; at < bytes.size(); at += block)
        ENGINE_TRY(converter->append(bytes.substr(at, block), converted));
    return converter->finish(converted);
}

} // namespace

class TstTextEncodings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void knowsAndConverts_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<int>("encoding");
        int rows = 0;
        const auto add = [&rows](const Form& form, const char* text) {
            const Bytes body = encoded(form.iconvName, text);
            if (body.empty()) // GBK lacks the rare ones
                return;
            const bool isUntouched = form.encoding == TextEncoding::Utf8;
            const Bytes bytes = Bytes(form.mark) + body;
            QTest::addRow("%d %s: %s", ++rows, form.name, QByteArray(text).split('\n').first().trimmed().constData())
                << QByteArray(text) << toQByteArray(bytes) << (isUntouched ? toQByteArray(bytes) : QByteArray(text))
                << static_cast<int>(form.encoding);
        };
        for (const Form& form : kForms) {
            for (const char* text : kTexts)
                add(form, text);
            for (const char* text : kRareTexts)
                add(form, text);
        }
        QVERIFY(rows >= 200);
    }
    void knowsAndConverts()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, expected);
        QFETCH(const int, encoding);
        const auto detected = detectEncoding(view(bytes), true);
        QVERIFY(detected.has_value());
        QCOMPARE(textEncodingName(*detected), textEncodingName(static_cast<TextEncoding>(encoding)));
        for (const std::size_t block : {1, 2, 3, 7, 100'000}) {
            Bytes converted;
            const auto summary = convert(*detected, view(bytes), block, converted);
            QVERIFY_OK(summary);
            QCOMPARE(toQByteArray(converted), expected);
            QCOMPARE(summary->original, sm3(view(bytes)));
            QCOMPARE(summary->converted, sm3(view(expected)));
            QCOMPARE(summary->originalBytes, bytes.size());
            QCOMPARE(summary->convertedBytes, expected.size());
        }
    }

    /// Whatever place the beginning is cut at, also within a character, it is the same.
    void isNotMisledByTheCut()
    {
        Bytes text;
        for (const char* one : kTexts)
            text += one;
        for (const Form& form : kForms) {
            const Bytes bytes = Bytes(form.mark) + encoded(form.iconvName, text);
            for (std::size_t length = 200; length < 280; ++length) {
                const auto detected = detectEncoding(BytesView(bytes).substr(0, length), false);
                QVERIFY2(detected.has_value(), form.name);
                QCOMPARE(textEncodingName(*detected), textEncodingName(form.encoding));
            }
        }
    }

    void binariesPassUntouched_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("zip") << QByteArray("PK\x03\x04 then text");
        QTest::newRow("pdf") << QByteArray("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n");
        QTest::newRow("ole .doc") << QByteArray("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        QTest::newRow("png") << QByteArray("\x89PNG\r\n\x1a\n");
        QTest::newRow("gif") << QByteArray("GIF89a");
        QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08");
        QTest::newRow("7z") << QByteArray("7z\xbc\xaf\x27\x1c");
        QTest::newRow("elf") << QByteArray("\x7f"
                                           "ELF\x02\x01\x01\0\0\0",
                                           10);
        QTest::newRow("nul in text") << QByteArray("abc\0def", 7);
        QTest::newRow("control characters") << QByteArray("abc\x01\x02");
        QTest::newRow("utf-32") << QByteArray("\xff\xfe\0\0a\0\0\0", 8);
        QTest::newRow("sqlite") << QByteArray("SQLite format 3\0\x10\x00", 18);
        QByteArray all;
        for (int i = 0; i < 256; ++i)
            all.append(static_cast<char>(i));
        QTest::newRow("every byte") << all;
    }
    void binariesPassUntouched()
    {
        QFETCH(const QByteArray, bytes);
        QCOMPARE(detectEncoding(view(bytes), true), std::optional(TextEncoding::Binary));
        Bytes converted;
        const auto summary = convert(TextEncoding::Binary, view(bytes), 3, converted);
        QVERIFY_OK(summary);
        QCOMPARE(toQByteArray(converted), bytes);
        QCOMPARE(summary->original, summary->converted);
    }

    void emptyFilesAreUtf8()
    {
        QCOMPARE(detectEncoding({}, true), std::optional(TextEncoding::Utf8));
        Bytes converted;
        QVERIFY_OK(convert(TextEncoding::Gb18030, {}, 1, converted));
        QVERIFY(converted.empty());
    }

    void big5IsKnownWhereItIsLong()
    {
        const Bytes text = "人力資源及社會保障資料同步平台使用手冊。本手冊說明如何安裝、設定以及使用本系統，並且說明"
                           "如何處理常見的問題。請各單位依照規定辦理，謝謝您的合作與支持。\n";
        const Bytes bytes = encoded("BIG5", text);
        QVERIFY(!bytes.empty());
        QCOMPARE(detectEncoding(bytes, true), std::optional(TextEncoding::Big5));
        Bytes converted;
        QVERIFY_OK(convert(TextEncoding::Big5, bytes, 5, converted));
        QCOMPARE(converted, text);
    }

    void saysNothingWhereItCannotTell()
    {
        QVERIFY(!detectEncoding("caf\xe9 na\xefve\n", true));
        QVERIFY(!detectEncoding("\xff\xfd\xfc\n", true));
    }

    void refusesWithTheOffset_data()
    {
        QTest::addColumn<int>("encoding");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<qint64>("offset");
        const auto row = [](const char* name, TextEncoding encoding, const QByteArray& bytes, qint64 offset) {
            QTest::newRow(name) << static_cast<int>(encoding) << bytes << offset;
        };
        const QByteArray good("\xc4\xe3\xba\xc3", 4); // GBK
        row("gb18030: 0xff", TextEncoding::Gb18030, good + "\xff" + good, 4);
        row("gb18030: no trail", TextEncoding::Gb18030, good + "\xb0\x20", 4);
        row("gb18030: cut at the end", TextEncoding::Gb18030, good + "\xb0", 4);
        row("gb18030: four bytes cut", TextEncoding::Gb18030, good + "\x81\x30\x81", 4);
        row("gb18030: beyond unicode", TextEncoding::Gb18030, good + "\xe3\x32\x9a\x36", 4);
        row("utf-8: a stray byte", TextEncoding::Utf8,
            "abc\x80"
            "d",
            3);
        row("utf-8: overlong", TextEncoding::Utf8, "abc\xc0\xaf", 3);
        row("utf-8: a surrogate", TextEncoding::Utf8, "abc\xed\xa0\x80", 3);
        row("utf-8: cut at the end", TextEncoding::Utf8, "abc\xe4\xb8", 3);
        row("utf-8: the first byte", TextEncoding::Utf8, "\xff", 0);
        row("utf-16le: half a character", TextEncoding::Utf16Le, QByteArray("a\0b", 3), 2);
        row("utf-16le: a lone low surrogate", TextEncoding::Utf16Le,
            QByteArray("a\0\x00\xdc"
                       "b\0",
                       6),
            2);
        row("utf-16le: a lone high surrogate", TextEncoding::Utf16Le,
            QByteArray("a\0\x00\xd8"
                       "b\0",
                       6),
            2);
        row("utf-16be: high at the end", TextEncoding::Utf16Be, QByteArray("\0a\xd8\x00", 4), 2);
        row("far behind", TextEncoding::Gb18030, good.repeated(20'000) + "\xff", 80'000);
    }
    void refusesWithTheOffset()
    {
        QFETCH(const int, encoding);
        QFETCH(const QByteArray, bytes);
        QFETCH(const qint64, offset);
        for (const std::size_t block : {1, 2, 3, 4096, 1'000'000}) {
            Bytes converted;
            const auto refused = convert(static_cast<TextEncoding>(encoding), view(bytes), block, converted);
            QVERIFY(!refused);
            QCOMPARE(refused.error().event, QStringLiteral("TXT_REFUSED"));
            QCOMPARE(refused.error().args.at(0), QStringLiteral("a.csv"));
            QCOMPARE(refused.error().args.at(1), QString::number(offset));
        }
    }

    /// Every character that GB18030 has a code for comes back as it was.
    void everyCharacterComesBack()
    {
        Bytes text;
        for (char32_t code = 0x20; code < 0x30000; ++code) {
            const bool isSurrogate = code >= 0xd800 && code <= 0xdfff;
            const bool isPrivate = code >= 0xe000 && code <= 0xf8ff;
            if (!isSurrogate && !isPrivate && code != 0x7f && code != 0xfeff)
                text += QString::fromUcs4(&code, 1).toStdString();
        }
        const Bytes bytes = encoded("GB18030", text);
        QVERIFY(!bytes.empty());
        Bytes converted;
        QVERIFY_OK(convert(TextEncoding::Gb18030, bytes, 4093, converted));
        QVERIFY(converted == text);
    }

    void knowsTheNamesOfEncodings()
    {
        QCOMPARE(textEncodingOf(QStringLiteral("gbk")), std::optional(TextEncoding::Gb18030));
        QCOMPARE(textEncodingOf(QStringLiteral("utf-16be")), std::optional(TextEncoding::Utf16Be));
        QVERIFY(!textEncodingOf(QStringLiteral("EBCDIC")));
        for (const char* name : {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "Big5", "binary"})
            QCOMPARE(textEncodingName(textEncodingOf(QString::fromLatin1(name)).value()), QString::fromLatin1(name));
    }
};

BUSHENG_TEST(TstTextEncodings)
#include "tst_text_encodings.moc"
