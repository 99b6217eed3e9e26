// SPDX-License-Identifier: GPL-3.0-or-later
// How the names of divisions.h are spelt in pinyin.
#include "engine/files/names/divisions.h"
#include "engine/files/names/system_initials.h"

#include <unicode/translit.h>

#include <array>
#include <memory>

namespace busheng {
namespace {

struct Reading {
    const char16_t* han;
    const char* pinyin;
};

/// Places whose characters ICU, which reads each alone, reads otherwise.
constexpr std::array kReadings = {
    Reading{u"重庆", "chongqing"}, Reading{u"西藏", "xizang"},    Reading{u"厦门", "xiamen"},
    Reading{u"长春", "changchun"}, Reading{u"长沙", "changsha"},  Reading{u"长治", "changzhi"},
    Reading{u"长寿", "changshou"}, Reading{u"长宁", "changning"}, Reading{u"长丰", "changfeng"},
    Reading{u"长乐", "changle"},   Reading{u"乐清", "yueqing"},   Reading{u"朝阳", "chaoyang"},
    Reading{u"番禺", "panyu"},     Reading{u"蚌埠", "bengbu"},    Reading{u"六安", "luan"},
    Reading{u"枞阳", "zongyang"},  Reading{u"涡阳", "guoyang"},   Reading{u"陕西", "shaanxi"},
};

std::unique_ptr<icu::Transliterator> makeTransliterator()
{
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(
        icu::Transliterator::createInstance("Han-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
    Q_ASSERT_X(made != nullptr, "divisions", u_errorName(status));
    return made;
}

QString pinyinOf(const icu::Transliterator& toLatin, QString name)
{
    for (const Reading& reading : kReadings)
        name.replace(QString::fromUtf16(reading.han), QLatin1String(reading.pinyin));
    icu::UnicodeString text(name.utf16(), static_cast<int32_t>(name.size()));
    toLatin.transliterate(text);
    QString pinyin = QString::fromUtf16(text.getBuffer(), text.length());
    pinyin.removeIf([](QChar c) { return c < u'a' || c > u'z'; });
    return pinyin;
}

} // namespace

std::vector<DivisionSpelling> spellDivisions()
{
    const std::unique_ptr<icu::Transliterator> toLatin = makeTransliterator();
    std::vector<DivisionSpelling> spelt;
    spelt.reserve(divisions().size());
    for (const Division& division : divisions()) {
        const auto initials = initialsOf(division.name);
        spelt.push_back({division.code, division.name, initials ? initials->letters : QString(),
                         pinyinOf(*toLatin, division.name)});
    }
    return spelt;
}

} // namespace busheng
