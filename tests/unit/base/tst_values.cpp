// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/clock.h"
#include "engine/base/process_info.h"
#include "engine/base/random_source.h"
#include "engine/base/result.h"
#include "tests/support/test_main.h"

#include <array>

using namespace busheng;

namespace {

Result<int> half(int value)
{
    if (value % 2 != 0)
        return fail(makeEvent(ErrorCode::Config, QStringLiteral("CFG_BAD_VALUE"), {QString::number(value)},
                              QStringLiteral("odd")));
    return value / 2;
}

Result<int> quarter(int value)
{
    ENGINE_TRY_AS(const int once, half(value));
    ENGINE_TRY(half(once));
    return once / 2;
}

} // namespace

/// Errors on their way up, and the machine's clock, generator and memory figure.
class TstValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anErrorTravelsUpWhole()
    {
        QCOMPARE(quarter(8).value(), 2);
        for (const int value : {7, 6}) {
            const auto result = quarter(value);
            QVERIFY(!result);
            const Error error = withContext(result.error(), QStringLiteral("form"));
            QCOMPARE(error.code, ErrorCode::Config);
            QCOMPARE(error.args, QStringList{value == 7 ? QStringLiteral("7") : QStringLiteral("3")});
            QCOMPARE(error.toString(), QStringLiteral("Config/CFG_BAD_VALUE: form: odd"));
        }
    }

    void theClockGoesForward()
    {
        const qint64 before = systemClock().monotonicNs();
        QVERIFY(systemClock().monotonicNs() >= before);
        QVERIFY(systemClock().utcMs() > 1'700'000'000'000);
    }

    void randomBytesFillTheWholeBufferAndDiffer()
    {
        std::array<char, 4096> first{};
        std::array<char, 4096> second{};
        QVERIFY_OK(systemRandom().fill(first));
        QVERIFY_OK(systemRandom().fill(second));
        QVERIFY(first != second);
        QVERIFY(std::count(first.begin(), first.end(), '\0') < 64);
        QVERIFY(std::count(first.end() - 512, first.end(), '\0') < 64);
    }

    void knowsThePeakOfItsMemory()
    {
        const qint64 before = peakResidentBytes();
        QVERIFY(before > (1 << 20));
        const std::vector<char> touched(64U << 20, 'x');
        QVERIFY(touched.back() == 'x');
        QVERIFY(peakResidentBytes() >= before + (32 << 20));
    }
};

BUSHENG_TEST(TstValues)
#include "tst_values.moc"
