// SPDX-License-Identifier: GPL-3.0-or-later
// In a file of its own: a program that needs another kind of application brings its own main(), and this one stays out.
#include "engine/base/process.h"
#include "tests/support/test_main.h"

#include <QCoreApplication>

namespace {

int runPlainTests(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    return busheng::test::runTests(argc, argv);
}

} // namespace

int main(int argc, char** argv)
{
    busheng::endProcess(runPlainTests(argc, argv));
}
