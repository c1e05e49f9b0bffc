describe("A crashing suite", () => {
  it("ends its extension host", () => {
    console.log("about to crash");
    process.kill(process.pid, "SIGKILL");
  });
});
