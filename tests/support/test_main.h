// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QObject>
#include <QTest>

#include <functional>
#include <memory>

/// One test program per folder holds many test classes; each class is one ctest entry, run by its name as the first
/// argument. A file says BUSHENG_TEST(TstRecordLog) once, behind the class; main() is in this library
/// (test_plain_main.cpp).
namespace busheng::test {

using Factory = std::function<std::unique_ptr<QObject>()>;

struct Registration {
    Registration(const char* name, Factory factory);
};

/// Runs the classes of this program. For a program with its own main (gui tests): call it with a live application.
int runTests(int argc, char** argv);

} // namespace busheng::test

#define BUSHENG_TEST(Class)                                                                                            \
    static const ::busheng::test::Registration registration##Class(#Class, [] { return std::make_unique<Class>(); });

/// Fails the test with the error's text when `result` is one.
#define QVERIFY_OK(result)                                                                                             \
    do {                                                                                                               \
        const auto& verifyOkResult = (result);                                                                         \
        if (!verifyOkResult)                                                                                           \
            QFAIL(qPrintable(verifyOkResult.error().toString()));                                                      \
    } while (false)
