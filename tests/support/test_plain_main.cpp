// SPDX-License-Identifier: GPL-3.0-or-later
// In a file of its own: a program that needs another kind of application brings its own main(), and this one stays out.
#include "tests/support/test_main.h"

#include <QCoreApplication>

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    return busheng::test::runTests(argc, argv);
}
