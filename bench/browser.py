"""The page in headless Chromium, for its tests and its benchmark."""

import atexit
import functools
import json
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement

PATIENCE = 120  # seconds after which a wait fails; no test depends on less


@functools.cache
def browser() -> webdriver.Chrome:
    """A browser for all pages, which takes longer to start than a page."""
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    driver.set_script_timeout(PATIENCE)
    atexit.register(driver.quit)
    return driver


class Page:
    """The page in a tab of its own, with helpers for what a person does and sees. The latest page that
    is not closed is used."""

    def __init__(self, file: Path, fragment: str = "", width: int = 1200, dark: bool = False) -> None:
        self.driver = browser()
        self.before = self.driver.current_window_handle
        self.driver.switch_to.new_window("tab")
        for log in ("browser", "performance"):
            self.driver.get_log(log)  # of other pages
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1,
                     mobile=width < 600)
        if dark:
            self.command("Emulation.setEmulatedMedia",
                         features=[{"name": "prefers-color-scheme", "value": "dark"}])
        self.driver.get(file.resolve().as_uri() + fragment)
        self.wait("return document.body.dataset.ready")

    def close(self) -> None:
        self.driver.close()
        self.driver.switch_to.window(self.before)

    def command(self, name: str, **parameters: object) -> None:
        self.driver.execute_cdp_cmd(name, parameters)

    def run(self, script: str, *arguments: object) -> object:
        return self.driver.execute_script(script, *arguments)

    def wait(self, script: str, *arguments: object) -> object:
        """Waits until a script returns something true."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if result := self.run(script, *arguments):
                return result
            time.sleep(0.02)
        raise AssertionError(f"waited in vain for: {script}\n{self.text('messages')}\n{self.errors()}")

    def element(self, name: str) -> WebElement:
        return self.driver.find_element("id", name)

    def text(self, name: str) -> str:
        return self.run("return document.getElementById(arguments[0]).textContent", name)

    def drop(self, *files: Path) -> None:
        """Chooses files, which the page treats as dropped, and waits until they are read."""
        self.run("document.getElementById('messages').textContent = 'reading'")
        self.element("files").send_keys("\n".join(str(file.resolve()) for file in files))
        self.wait("return !document.getElementById('messages').textContent.startsWith('reading')")

    def decide(self, scheduler: str, course: int = 0) -> None:
        """Enters a scheduler as text, and waits for the decision."""
        self.run("""
            document.body.dataset.decided = '';
            const text = document.getElementById('text');
            text.value = arguments[0];
            text.dispatchEvent(new Event('input'));
            const course = document.getElementById('course');
            course.value = arguments[1];
            course.dispatchEvent(new Event('change'));""", scheduler, str(course))
        self.wait("return document.body.dataset.decided === `${arguments[0]} ${arguments[1]}`", scheduler, course)

    def saved(self, button: str) -> str:
        """Presses a button that saves a file, and returns the file's text from the link that the page
        follows: what the browser does with a download is not the page's."""
        return self.driver.execute_async_script("""
            const [button, done] = arguments;
            const click = HTMLAnchorElement.prototype.click;
            HTMLAnchorElement.prototype.click = async function() {
                HTMLAnchorElement.prototype.click = click;
                done(await (await fetch(this.href)).text());
            };
            document.getElementById(button).click();""", button)

    def errors(self) -> list:
        """What the browser's console complained of."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def requests(self) -> list:
        """The addresses that were asked for, other than the page's own file, blobs and data."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        urls = [event["params"]["request"]["url"] for event in events
                if event["method"] == "Network.requestWillBeSent"]
        return [url for url in urls if not url.startswith(("file:", "blob:", "data:"))]
