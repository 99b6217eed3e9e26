// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/system_initials.h"

#include "engine/base/per_thread.h"
#include "engine/files/names/name_text.h"

#include <unicode/translit.h>
#include <unicode/uscript.h>

#include <array>
#include <memory>

namespace busheng {
namespace {

struct Word {
    const char16_t* han;
    const char* initials;
};

/// Words in which a character is not read as it is alone, and those in which it is though one might doubt it.
constexpr std::array kWords = {
    // 调 diao: tiao
    Word{u"调解", "TJ"},
    Word{u"调整", "TZ"},
    Word{u"调停", "TT"},
    Word{u"调节", "TJ"},
    Word{u"协调", "XT"},
    Word{u"调剂", "TJ"},
    Word{u"调查", "DC"},
    Word{u"调动", "DD"},
    Word{u"调度", "DD"},
    Word{u"调研", "DY"},
    Word{u"调配", "DP"},
    Word{u"抽调", "CD"},
    Word{u"调档", "DD"},
    Word{u"商调", "SD"},
    // 行 xing: hang
    Word{u"银行", "YH"},
    Word{u"央行", "YH"},
    Word{u"行业", "HY"},
    Word{u"行政", "XZ"},
    Word{u"执行", "ZX"},
    Word{u"发行", "FX"},
    Word{u"运行", "YX"},
    Word{u"试行", "SX"},
    Word{u"行为", "XW"},
    Word{u"推行", "TX"},
    // 会 hui: kuai
    Word{u"会计", "KJ"},
    Word{u"财会", "CK"},
    // 校 xiao: jiao
    Word{u"校验", "JY"},
    Word{u"校对", "JD"},
    Word{u"校正", "JZ"},
    Word{u"校准", "JZ"},
    Word{u"学校", "XX"},
    Word{u"高校", "GX"},
    Word{u"院校", "YX"},
    Word{u"技校", "JX"},
    Word{u"党校", "DX"},
    Word{u"校园", "XY"},
    // 藏 cang: zang
    Word{u"西藏", "XZ"},
    Word{u"涉藏", "SZ"},
    // 长 zhang: chang
    Word{u"长期", "CQ"},
    Word{u"长沙", "CS"},
    Word{u"长春", "CC"},
    Word{u"长治", "CZ"},
    Word{u"长江", "CJ"},
    Word{u"长三角", "CSJ"},
    Word{u"长效", "CX"},
    Word{u"长护", "CH"},
    Word{u"特长", "TC"},
    Word{u"延长", "YC"},
    Word{u"时长", "SC"},
    Word{u"增长", "ZZ"},
    Word{u"成长", "CZ"},
    Word{u"家长", "JZ"},
    // 给 gei: ji
    Word{u"给付", "JF"},
    Word{u"供给", "GJ"},
    Word{u"给予", "JY"},
    Word{u"补给", "BJ"},
    // 重 zhong: chong
    Word{u"重庆", "CQ"},
    Word{u"重复", "CF"},
    Word{u"重新", "CX"},
    Word{u"重建", "CJ"},
    Word{u"重组", "CZ"},
    Word{u"双重", "SC"},
    Word{u"多重", "DC"},
    Word{u"重点", "ZD"},
    Word{u"重要", "ZY"},
    Word{u"重大", "ZD"},
    Word{u"严重", "YZ"},
    Word{u"重发", "CF"},
    Word{u"重报", "CB"},
    Word{u"重名", "CM"},
    // others
    Word{u"音乐", "YY"},
    Word{u"乐清", "YQ"},
    Word{u"厦门", "XM"},
    Word{u"番禺", "PY"},
    Word{u"没收", "MS"},
    Word{u"便宜", "PY"},
    Word{u"便民", "BM"},
    Word{u"传记", "ZJ"},
    Word{u"传输", "CS"},
    Word{u"降低", "JD"},
    Word{u"工种", "GZ"},
    Word{u"种类", "ZL"},
    Word{u"朝阳", "CY"},
    Word{u"人参", "RS"},
    Word{u"单县", "SX"},
    Word{u"铅山", "YS"},
    Word{u"枞阳", "ZY"},
    Word{u"涡阳", "GY"},
    Word{u"浚县", "XX"},
    Word{u"犍为", "QW"},
    Word{u"筠连", "JL"},
    Word{u"黄陂", "HP"},
    Word{u"尉犁", "YL"},
    Word{u"秘鲁", "BL"},
    Word{u"归还", "GH"},
};

/// Read in two ways that begin with different letters, both frequent where systems are named.
const QString kDoubtful = QStringLiteral("调行校藏长给重乐传朝降种便弹曾单");

const Word* wordAt(const QString& text, qsizetype at)
{
    const Word* longest = nullptr;
    qsizetype length = 0;
    for (const Word& word : kWords) {
        const QStringView han(word.han);
        if (han.size() > length && QStringView(text).mid(at).startsWith(han)) {
            longest = &word;
            length = han.size();
        }
    }
    return longest;
}

/// The first letter of the reading of one character, or nothing. A transliterator belongs to one thread.
QChar initialOf(char32_t character)
{
    const icu::Transliterator& toLatin = perThread<icu::Transliterator, struct ToLatin>([] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> made(
            icu::Transliterator::createInstance("Han-Latin; Latin-ASCII", UTRANS_FORWARD, status));
        Q_ASSERT_X(made != nullptr, "initials", u_errorName(status));
        return made;
    });
    UErrorCode status = U_ZERO_ERROR;
    if (uscript_getScript(static_cast<UChar32>(character), &status) != USCRIPT_HAN)
        return {};
    icu::UnicodeString text(static_cast<UChar32>(character));
    toLatin.transliterate(text);
    const QChar first = QChar(text.charAt(0)).toUpper();
    return first >= u'A' && first <= u'Z' ? first : QChar();
}

bool isLeftOut(char32_t character)
{
    return QStringLiteral(" _-()（）　·、").contains(QChar(static_cast<char16_t>(character))) && character < 0x10000;
}

bool isLatin(char32_t character)
{
    return (character >= U'A' && character <= U'Z') || (character >= U'a' && character <= U'z');
}

} // namespace

NameResult<SystemInitials> initialsOf(const QString& systemName)
{
    const QByteArray utf8 = systemName.toUtf8();
    const BytesView name = view(utf8);
    if (name.empty())
        return refuseName(NameFault::Empty);
    if (auto hidden = hiddenFault(name))
        return tl::unexpected(*hidden);
    SystemInitials found;
    NameCharacters characters(name);
    qsizetype at = 0; // in systemName
    while (const auto one = characters.next()) {
        const char32_t code = one->code;
        if (const Word* word = wordAt(systemName, at)) {
            found.letters += QString::fromLatin1(word->initials);
            at += QStringView(word->han).size();
            for (qsizetype rest = QStringView(word->han).size(); rest > 1; --rest)
                characters.next();
            continue;
        }
        if (isLatin(code)) {
            found.letters += QChar(static_cast<char16_t>(code)).toUpper();
        } else if (!isLeftOut(code)) {
            const QChar initial = initialOf(code);
            if (initial.isNull())
                return tl::unexpected(refuseCharacter(NameFault::NoInitial, name, *one));
            found.letters += initial;
            const QString shown = QString::fromUcs4(&code, 1);
            if (kDoubtful.contains(shown) && !found.doubtful.contains(shown))
                found.doubtful.append(shown);
        }
        at += code > 0xffff ? 2 : 1;
    }
    if (found.letters.isEmpty())
        return refuseName(NameFault::Empty);
    if (found.letters.size() > kMostInitials)
        return refuseName(NameFault::InitialsTooLong, 0, utf8.size(),
                          {QString::number(found.letters.size()), QString::number(kMostInitials)});
    return found;
}

} // namespace busheng
