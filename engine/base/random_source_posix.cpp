// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random_source.h"

#include <cerrno>
#include <cstring>
#include <sys/random.h>

namespace busheng {
namespace {

class KernelRandom final : public RandomSource {
public:
    Result<> fill(std::span<char> out) override
    {
        std::size_t done = 0;
        while (done < out.size()) {
            const ssize_t got = ::getrandom(out.data() + done, out.size() - done, 0);
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0) {
                Error error = makeEvent(ErrorCode::Crypto, QStringLiteral("CRY_UNAVAILABLE"), {},
                                        QStringLiteral("the random generator failed"));
                error.native = QString::fromLocal8Bit(std::strerror(errno));
                return fail(error);
            }
            done += static_cast<std::size_t>(got);
        }
        return {};
    }
};

} // namespace

RandomSource& systemRandom()
{
    static KernelRandom instance;
    return instance;
}

} // namespace busheng
