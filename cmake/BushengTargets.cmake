# SPDX-License-Identifier: GPL-3.0-or-later
# The project's flags in one INTERFACE target, and the three shapes of target we have: library, program, test program.

if(WIN32)
    set(BUSHENG_PLATFORM windows)
else()
    set(BUSHENG_PLATFORM posix)
endif()

add_library(project_flags INTERFACE)
target_compile_features(project_flags INTERFACE cxx_std_20)
target_include_directories(project_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(project_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
    -fstack-protector-strong)
target_compile_definitions(project_flags INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_FOREACH QT_NO_KEYWORDS QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_USE_QSTRINGBUILDER
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    BUSHENG_VERSION="${PROJECT_VERSION}"
    $<$<BOOL:${BUSHENG_FAILPOINTS}>:BUSHENG_FAILPOINTS>)
if(WIN32)
    include(BushengWindows)
else()
    target_link_options(project_flags INTERFACE -Wl,-z,relro,-z,now)
endif()
target_link_libraries(project_flags INTERFACE tl::expected)

# What is shipped: overflows that the compiler can see are stopped, and no path of the building machine is in it.
option(BUSHENG_HARDEN "Fortified, and without paths of the building machine" ON)
if(BUSHENG_HARDEN AND CMAKE_BUILD_TYPE STREQUAL "Release")
    if(NOT WIN32) # MinGW's fortified functions want a library of their own, which Debian has not
        target_compile_options(project_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
    endif()
    target_compile_options(project_flags INTERFACE
        "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=" "-ffile-prefix-map=${PROJECT_BINARY_DIR}/=")
endif()

if(BUSHENG_SANITIZE)
    # GCC 12 sees uninitialized values in instrumented code that are none.
    target_compile_options(project_flags INTERFACE -fsanitize=${BUSHENG_SANITIZE} -fno-omit-frame-pointer
        -Wno-maybe-uninitialized)
    target_link_options(project_flags INTERFACE -fsanitize=${BUSHENG_SANITIZE})
endif()

include(BushengPrecompiled)

# Conversions that lose bits are errors where bytes become numbers and back.
add_library(project_flags_strict INTERFACE)
target_link_libraries(project_flags_strict INTERFACE project_flags)
target_compile_options(project_flags_strict INTERFACE -Wconversion -Wno-sign-conversion)

set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(library_headers core) # a folder may say otherwise: BushengPrecompiled
set(test_headers test)

# busheng_library(<name> [STRICT] [MOC] SOURCES ... [PLATFORM ...] LINKS ...): one static library per folder.
# STRICT adds -Wconversion; MOC is for folders with Q_OBJECT classes. PLATFORM: x for x_posix.cpp or x_windows.cpp.
function(busheng_library name)
    cmake_parse_arguments(ARG "STRICT;MOC" "" "SOURCES;PLATFORM;LINKS" ${ARGN})
    list(TRANSFORM ARG_PLATFORM APPEND "_${BUSHENG_PLATFORM}.cpp")
    add_library(${name} STATIC ${ARG_SOURCES} ${ARG_PLATFORM})
    if(ARG_STRICT)
        target_link_libraries(${name} PRIVATE project_flags_strict)
    endif()
    if(ARG_MOC)
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
    endif()
    target_link_libraries(${name} PUBLIC project_flags ${ARG_LINKS})
    busheng_precompiled(${name} ${library_headers})
endfunction()

# busheng_test(<name> LABEL <label> [TIMEOUT s] CLASSES TstA TstB SOURCES ... LINKS ...)
# One program per folder under test, one ctest entry per test class (see tests/support/test_main.h). POSIX: classes and sources that
# are left out on Windows (fork(), signals, mode bits); WINDOWS: those that are only there.
function(busheng_test name)
    cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "CLASSES;SOURCES;POSIX;WINDOWS;LINKS" ${ARGN})
    if(WIN32)
        list(REMOVE_ITEM ARG_CLASSES ${ARG_POSIX} "")
        list(REMOVE_ITEM ARG_SOURCES ${ARG_POSIX} "")
        foreach(item IN LISTS ARG_WINDOWS)
            if(item MATCHES "\\.cpp$")
                list(APPEND ARG_SOURCES ${item})
            else()
                list(APPEND ARG_CLASSES ${item})
            endif()
        endforeach()
    endif()
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    set(cost 1) # the long ones begin first, also where no run has told ctest how long they take
    if(NOT ARG_LABEL STREQUAL unit)
        set(cost 30)
    endif()
    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_compile_definitions(${name} PRIVATE BUSHENG_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
        BUSHENG_SOURCE_DIR="${PROJECT_SOURCE_DIR}" BUSHENG_BIN_DIR="${PROJECT_BINARY_DIR}/bin")
    target_link_libraries(${name} PRIVATE project_flags test_support Qt6::Network Qt6::Test ${ARG_LINKS}) # Network: Qt Test's headers are others with it
    busheng_precompiled(${name} ${test_headers})
    foreach(class IN LISTS ARG_CLASSES)
        add_test(NAME ${ARG_LABEL}.${name}.${class} COMMAND ${name} ${class})
        set_tests_properties(${ARG_LABEL}.${name}.${class} PROPERTIES
            LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT} COST ${cost} ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=engine.*.debug=false")
    endforeach()
endfunction()
