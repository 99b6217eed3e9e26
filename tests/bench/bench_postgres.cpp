// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/postgres/postgres_suite.h"

namespace busheng::bench {

Result<std::vector<Row>> benchPostgres(const Options& options)
{
    PostgresSuite suite(options);
    return suite.run();
}

} // namespace busheng::bench
