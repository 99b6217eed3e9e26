// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/clock.h"

#include <chrono>

namespace busheng {
namespace {

class SystemClock final : public Clock {
public:
    qint64 monotonicNs() override
    {
        using namespace std::chrono;
        return duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count();
    }
    qint64 utcMs() override
    {
        using namespace std::chrono;
        return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    }
};

} // namespace

Clock& systemClock()
{
    static SystemClock instance;
    return instance;
}

} // namespace busheng
